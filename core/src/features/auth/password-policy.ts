import { invalid } from '../../errors.ts'

/** A password is at least 8 and at most 200 characters; there are no other rules of form. */
export const passwordLength = { minLength: 8, maxLength: 200 } as const

/**
 * Refuses what is guessed first: the most common passwords (offline list of 49,000, of which 18,000 are
 * long enough to be tried), and one's own address.
 *
 * @throws ApiError VALIDATION_ERROR for the field
 */
export async function checkPassword(
  password: string,
  email: string,
  field = 'password',
): Promise<void> {
  // Broken text would be mended to the same bytes for different passwords.
  if (!password.isWellFormed()) throw invalid(field, 'Must be valid Unicode text.')
  const lower = password.toLowerCase()
  if ((await commonPasswords()).has(lower)) {
    throw invalid(field, 'This is one of the most common passwords; choose another one.')
  }
  const address = email.toLowerCase()
  if (lower === address || lower === address.split('@')[0]) {
    throw invalid(field, 'Must not be your e-mail address; choose another one.')
  }
}

let known: Promise<ReadonlySet<string>> | undefined

/** Read at the first use: it takes 70 ms and 20 MB that a worker never needs. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  known ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) =>
      new Set(
        dictionary['passwords-common'].filter(({ length }) => length >= passwordLength.minLength),
      ),
  )
  return known
}
