/** A part of a JSON document. */
export type JsonObject = { readonly [name: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Says the same more plainly, so that generators of client libraries make enumerations and nullable fields
 * of what TypeBox writes as unions: `anyOf` of constants becomes `enum`, and `anyOf` of a plain type and
 * `null` becomes a list of types.
 */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (!isObject(value)) return value
  const { anyOf, ...rest } = Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, tidy(part)]),
  )
  if (anyOf === undefined) return rest
  if (!Array.isArray(anyOf) || !anyOf.every(isObject)) return { ...rest, anyOf }
  return { ...rest, ...(asEnumeration(anyOf) ?? asNullable(anyOf) ?? { anyOf }) }
}

function asEnumeration(branches: readonly JsonObject[]): JsonObject | undefined {
  const [first] = branches
  const plain = branches.every(
    (branch) =>
      'const' in branch &&
      branch['type'] === first?.['type'] &&
      Object.keys(branch).every((name) => name === 'const' || name === 'type'),
  )
  if (!plain || first === undefined || branches.length < 2) return undefined
  return { type: first['type'], enum: branches.map((branch) => branch['const']) }
}

function asNullable(branches: readonly JsonObject[]): JsonObject | undefined {
  const [one, none, ...others] = branches
  if (one === undefined || others.length > 0 || none?.['type'] !== 'null') return undefined
  if (typeof one['type'] !== 'string' || 'const' in one) return undefined
  return {
    ...one,
    type: [one['type'], 'null'],
    ...(Array.isArray(one['enum']) && { enum: [...(one['enum'] as unknown[]), null] }),
  }
}
