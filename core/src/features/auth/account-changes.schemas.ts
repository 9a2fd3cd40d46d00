import { Type } from 'typebox'
import { Email, MailedToken, NewPassword } from './auth.schemas.ts'
import { passwordLength } from './password-policy.ts'
import { StepUpFields } from './step-up.schemas.ts'

const closed = { additionalProperties: false } as const

/** The password that one has, asked for once more. */
export const PresentPassword = Type.String({
  minLength: 1,
  maxLength: passwordLength.maxLength,
  description: 'Your present password, once more.',
})

/** The body of `POST /v1/users/me/change-password`. */
export const ChangePasswordBody = Type.Object(
  { currentPassword: PresentPassword, newPassword: NewPassword },
  {
    ...closed,
    examples: [{ currentPassword: 'securePass123', newPassword: 'another good one' }],
  },
)

/** The body of `POST /v1/users/me/change-email`. */
export const ChangeEmailBody = Type.Object(
  { ...StepUpFields, newEmail: Email },
  { ...closed, examples: [{ password: 'securePass123', newEmail: 'ada@example.org' }] },
)

/** The body of `POST /v1/users/me/confirm-email`. */
export const ConfirmEmailBody = Type.Object(
  { token: MailedToken },
  { ...closed, examples: [{ token: 't21e_…' }] },
)
