import { Type } from 'typebox'
import { LanguageTag } from '../../http/language.ts'
import { PersonName } from '../users/users.schemas.ts'
import { passwordLength } from './password-policy.ts'

/** An e-mail address. */
export const Email = Type.String({
  format: 'email',
  maxLength: 254,
  description: 'An e-mail address.',
})

/** A password that is chosen. */
export const NewPassword = Type.String({
  ...passwordLength,
  description: 'At least 8 characters; the most common passwords are refused. No rules of form.',
})

/** A token that arrived by mail. */
export const MailedToken = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'The token behind `#token=` in the mail’s link.',
})

const strict = { additionalProperties: false } as const

export const RegisterBody = Type.Object(
  {
    email: Email,
    password: NewPassword,
    name: Type.Optional(PersonName),
    locale: Type.Optional(LanguageTag),
  },
  {
    ...strict,
    examples: [{ email: 'user@example.com', password: 'securePass123', name: 'John Doe' }],
  },
)

export const LoginBody = Type.Object(
  { email: Email, password: Type.String({ minLength: 1, maxLength: passwordLength.maxLength }) },
  { ...strict, examples: [{ email: 'user@example.com', password: 'securePass123' }] },
)

export const RefreshBody = Type.Object(
  {
    refreshToken: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The one from the last answer; it works once.',
    }),
  },
  { ...strict, examples: [{ refreshToken: 't21r_…' }] },
)

export const EmailBody = Type.Object(
  { email: Email },
  { ...strict, examples: [{ email: 'user@example.com' }] },
)

export const VerifyEmailBody = Type.Object(
  { token: MailedToken },
  { ...strict, examples: [{ token: 't21v_…' }] },
)

export const ResetPasswordBody = Type.Object(
  { token: MailedToken, password: NewPassword },
  { ...strict, examples: [{ token: 't21p_…', password: 'another good one' }] },
)

const Tokens = Type.Object({
  accessToken: Type.String({ description: 'For `Authorization: Bearer …`.' }),
  refreshToken: Type.String({ description: 'For `POST /v1/auth/refresh`; works once.' }),
  expiresIn: Type.Integer({ description: 'Life of the access token in seconds.', examples: [900] }),
})

/** The answer of register and login: the specification's, without an envelope. */
export const LoggedInView = Type.Object({
  user: Type.Object({
    id: Type.String({ format: 'uuid' }),
    email: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
  }),
  tokens: Tokens,
})

export const RefreshedView = Type.Object({ tokens: Tokens })

/** What is answered whether or not an address is known. */
export const MaybeMailedView = Type.Object({ message: Type.String() })

export const SessionView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
  ipAddress: Type.Union([Type.String(), Type.Null()]),
  userAgent: Type.Union([Type.String(), Type.Null()]),
  staff: Type.Boolean({
    description: 'Whether our support looks at what you see; it cannot change anything.',
  }),
  createdAt: Type.String({ format: 'date-time' }),
  lastUsedAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
})

export const SessionParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
