import { isObject, type JsonObject } from './openapi.tidy.ts'

/** Keywords whose values are data and no schemas. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum'])

/**
 * Moves schemas that have a `title` to `components/schemas`, so that generators of client libraries give
 * them that name, once.
 *
 * @throws Error where two different schemas have the same title
 */
export function withSharedSchemas(document: JsonObject): JsonObject {
  const shared = new Map<string, JsonObject>()

  function move(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(move)
    if (!isObject(value)) return value
    const moved = Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, data.has(name) ? part : move(part)]),
    )
    const { title, type } = moved
    if (typeof title !== 'string' || type === undefined) return moved
    const known = shared.get(title)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(moved)) {
      throw new Error(`Two different schemas have the title ${title}.`)
    }
    shared.set(title, moved)
    return { $ref: `#/components/schemas/${title}` }
  }

  const paths = move(document['paths'])
  const components = document['components'] as JsonObject
  const schemas = [...Object.entries(components['schemas'] as JsonObject), ...shared]
  return {
    ...document,
    paths,
    components: {
      ...components,
      schemas: Object.fromEntries(schemas.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    },
  }
}
