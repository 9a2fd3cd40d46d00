import { invalidInput } from '../api/errors.ts'

/** @throws Refusal 400 FIELD_LENGTH_TOO_LONG. `most` is counted in UTF-16 code units. */
export function requireLength(text: string | undefined, field: string, most: number): void {
  if (text === undefined || text.length <= most) return
  throw invalidInput('FIELD_LENGTH_TOO_LONG', field, `has ${text.length} characters, not ${most}`)
}

/** @throws Refusal 400 INVALID_VALUE_BLANK_FIELD */
export function requireNotBlank(text: string, field: string): void {
  if (text.trim() !== '') return
  throw invalidInput('INVALID_VALUE_BLANK_FIELD', field, 'must not be blank')
}
