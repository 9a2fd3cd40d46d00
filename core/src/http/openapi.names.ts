import { isObject, type JsonObject } from './openapi.tidy.ts'

/** The pattern of a record whose names are any texts. */
const anyName = '^.*$'

/**
 * Says of which form the names in a record are by `propertyNames`: the generator makes `additionalProperties` of
 * `patternProperties`, and forgets the pattern.
 */
export function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames)
  if (!isObject(value)) return value
  const inner = Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withNames(part)]),
  )
  const [only, ...others] = Object.entries((inner['patternProperties'] ?? {}) as JsonObject)
  if (only === undefined || others.length > 0 || only[0] === anyName) return inner
  const { patternProperties: _, ...rest } = inner
  return { ...rest, additionalProperties: only[1], propertyNames: { pattern: only[0] } }
}
