import { Type } from 'typebox'
import { StepUpFields } from '../auth/step-up.schemas.ts'

const closed = { additionalProperties: false } as const

/** Six digits of an authenticator. */
export const TotpCode = Type.String({
  pattern: '^[0-9]{6}$',
  description: 'Six digits of the authenticator; each code works once.',
})

const RecoveryCode = Type.String({
  minLength: 24,
  maxLength: 60,
  description: 'A recovery code instead, with or without its hyphens; each works once.',
})

const factor = { code: Type.Optional(TotpCode), recoveryCode: Type.Optional(RecoveryCode) }

/** The body of `POST /v1/auth/second-factor`. */
export const AnswerChallengeBody = Type.Object(
  {
    challenge: Type.String({
      minLength: 1,
      maxLength: 200,
      description: '`details.challenge` of the answer SECOND_FACTOR_REQUIRED.',
    }),
    ...factor,
  },
  { ...closed, examples: [{ challenge: 't21f_…', code: '123456' }] },
)

/** The body of `POST /v1/users/me/totp`. */
export const BeginTotpBody = Type.Object(StepUpFields, {
  ...closed,
  examples: [{ password: 'securePass123' }],
})

/** The body of `POST /v1/users/me/totp/confirm`. */
export const ConfirmTotpBody = Type.Object(
  { code: TotpCode },
  { ...closed, examples: [{ code: '123456' }] },
)

/** The body of what changes a second factor that is on. */
export const ChangeTotpBody = Type.Object(
  { password: StepUpFields.password, ...factor },
  { ...closed, examples: [{ password: 'securePass123', code: '123456' }] },
)

/** Whether a second factor is on. */
export const SecondFactorView = Type.Object({
  enabled: Type.Boolean(),
  recoveryCodesLeft: Type.Integer(),
})

/** The secret of an authenticator. */
export const TotpSecretView = Type.Object({
  secret: Type.String({ description: 'In base32, to be typed where no camera is.' }),
  uri: Type.String({ description: 'For a QR code.', examples: ['otpauth://totp/T21:…'] }),
})

/** Recovery codes, shown once. */
export const RecoveryCodesView = Type.Object({
  recoveryCodes: Type.Array(Type.String(), { description: 'Ten; shown this once.' }),
})
