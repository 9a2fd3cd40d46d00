import { Type } from 'typebox'
import { StepUpFields } from '../auth/step-up.schemas.ts'

const closed = { additionalProperties: false } as const

/** The path of everything about one provider. */
export const ProviderParams = Type.Object({
  provider: Type.String({
    description: 'The id of a login provider.',
    examples: ['google'],
  }),
})

const ReturnTo = Type.String({
  maxLength: 2_000,
  description:
    'Where the browser ends instead of `FRONTEND_URL/auth/callback`; its origin must be that of `FRONTEND_URL` or one of `RETURN_ORIGINS`.',
})

/** The query of `GET /v1/auth/oauth/{provider}`: whatever a browser brings, so that it is never answered with JSON. */
export const BeginQuery = Type.Object(
  { returnTo: Type.Optional(ReturnTo) },
  { additionalProperties: true },
)

/** The query of the callback: whatever the provider says. */
export const LoginAnswerQuery = Type.Object({}, { additionalProperties: true })

const Code = Type.String({
  minLength: 1,
  maxLength: 200,
  description: '`code` of the address that the browser came back to; works once, for 60 seconds.',
})

/** The body of `POST /v1/auth/exchange` and of the confirmation of a link. */
export const CodeBody = Type.Object(
  { code: Code },
  { ...closed, examples: [{ code: 'dGhpcyBpcyBub3QgYSBjb2Rl' }] },
)

/** A button of the login page. */
export const LoginProviderView = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'For the button.' }),
})

/** The body of `POST /v1/users/me/login-providers/{provider}`. */
export const LinkBody = Type.Object(
  { ...StepUpFields, returnTo: Type.Optional(ReturnTo) },
  { ...closed, examples: [{ password: 'securePass123' }] },
)

/** The body of `DELETE /v1/users/me/login-providers/{provider}`. */
export const UnlinkBody = Type.Object(StepUpFields, {
  ...closed,
  examples: [{ password: 'securePass123' }],
})

/** Where the browser goes to link a login. */
export const LinkView = Type.Object({ authorizationUrl: Type.String() })

/** A provider, and one's own login there. */
export const LinkedLoginView = Type.Object({
  provider: Type.String(),
  name: Type.String(),
  linked: Type.Union([
    Type.Object({
      email: Type.Union([Type.String(), Type.Null()], {
        description: 'As the provider said it when it was linked.',
      }),
      createdAt: Type.String({ format: 'date-time' }),
      lastUsedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    }),
    Type.Null(),
  ]),
})
