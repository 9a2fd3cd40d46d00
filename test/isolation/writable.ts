import { schemaOf, type Json } from '../api-document/document.ts'
import type { Operation } from '../api-document/operations.ts'

/** An object in a body that takes what its schema has and nothing else. */
export interface Place {
  /** Names and positions that lead to it. */
  readonly path: readonly string[]
  /** The names of its fields. */
  readonly known: readonly string[]
}

/** Every object in a body whose fields its schema names; maps, whose names people choose, are passed through. */
export function objectsIn(operation: Operation, body: object): Place[] {
  return within(body, operation.bodySchema, [])
}

function within(value: unknown, schema: Json, path: readonly string[]): Place[] {
  if (Array.isArray(value)) {
    const items = resolved((schema['items'] ?? {}) as Json, value[0])
    return value.flatMap((item, index) => within(item, items, [...path, String(index)]))
  }
  if (typeof value !== 'object' || value === null) return []
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Json>>
  const known = Object.keys(properties)
  const closed = schema['additionalProperties'] === false && known.length > 0
  const any = Object.values((schema['patternProperties'] ?? {}) as Record<string, Json>)[0]
  return [
    ...(closed ? [{ path, known }] : []),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const below = properties[name] ?? any ?? (schema['additionalProperties'] as Json | undefined)
      if (typeof below !== 'object') return []
      return within(inner, resolved(below, inner), [...path, name])
    }),
  ]
}

/** The branch of a union that has the fields of a value. */
function resolved(schema: Json, value: unknown): Json {
  const plain = schemaOf(schema)
  const branches = (plain['anyOf'] ?? plain['oneOf']) as Json[] | undefined
  if (branches === undefined) return plain
  const fits = branches.map(schemaOf).find((branch) => {
    const names = Object.keys((branch['properties'] ?? {}) as Json)
    if (Array.isArray(value)) return branch['type'] === 'array'
    return (
      branch['type'] === 'object' &&
      Object.keys((value ?? {}) as Json).every((name) => names.includes(name))
    )
  })
  return fits ?? plain
}
