import { invalid } from '../../errors.ts'

/**
 * Refuses texts that PostgreSQL cannot store: with the character U+0000, or with half of a surrogate
 * pair. JSON can carry both, at any depth.
 *
 * @throws ApiError VALIDATION_ERROR naming the field
 */
export function refuseUnstorableText(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\u0000')) return
    throw invalid(path, 'Contains a character that is not text: U+0000 or half an emoji.')
  }
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseUnstorableText(item, `${path}[${index}]`)
    return
  }
  for (const [key, item] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`
    refuseUnstorableText(key, field)
    refuseUnstorableText(item, field)
  }
}
