import { invalid } from '../errors.ts'

/** Deeper than any body that means something, and shallow enough for everything that walks it after us. */
const maxDepth = 50

/**
 * Refuses what JSON can carry and nothing behind it can keep: texts with the character U+0000 or with half
 * of a surrogate pair, which PostgreSQL refuses or changes, and bodies nested without end, which would
 * exhaust the stack. Passwords are hashed, never stored, so any text will do for them.
 *
 * @throws ApiError VALIDATION_ERROR naming the field
 */
export function refuseUnstorable(value: unknown, path = '', depth = 0): void {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\u0000')) return
    throw invalid(path || 'body', 'Contains a character that is not text: U+0000 or half an emoji.')
  }
  if (typeof value !== 'object' || value === null) return
  if (depth === maxDepth) throw invalid('body', `Is nested deeper than ${maxDepth} levels.`)
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      refuseUnstorable(item, `${path}[${index}]`, depth + 1)
    }
    return
  }
  for (const [key, item] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`
    refuseUnstorable(key, field, depth + 1)
    if (field !== 'password') refuseUnstorable(item, field, depth + 1)
  }
}
