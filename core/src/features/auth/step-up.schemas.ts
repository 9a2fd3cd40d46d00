import { Type } from 'typebox'
import { passwordLength } from './password-policy.ts'

/** What proves once more who somebody is: fields of the bodies of what a stolen session must not do. */
export const StepUpFields = {
  password: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: passwordLength.maxLength,
      description:
        'Your present password, once more. Needed where the account has one; where it has none, send `code`, or log in with a provider again and repeat this within 10 minutes.',
    }),
  ),
  code: Type.Optional(
    Type.String({
      pattern: '^[0-9]{6}$',
      description: 'Six digits of the authenticator; looked at where the account has no password.',
    }),
  ),
}
