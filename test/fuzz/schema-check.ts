import { Compile } from 'typebox/schema'
import type { Json } from '../api-document/document.ts'

/** Says what is wrong with a value; nothing where it fits. */
export type Check = (value: unknown) => readonly string[]

const known = { open: new WeakMap<Json, Check>(), closed: new WeakMap<Json, Check>() }

/**
 * A check of a schema of the document, by another library than the one that the server validates with.
 *
 * @param options.closed an object may have no other fields than its schema names, as clients are made for
 */
export function checkOf(schema: Json, options: { readonly closed?: boolean } = {}): Check {
  const checks = options.closed === true ? known.closed : known.open
  const found = checks.get(schema)
  if (found !== undefined) return found
  const made = makeCheck(options.closed === true ? (close(schema) as Json) : schema)
  checks.set(schema, made)
  return made
}

function makeCheck(schema: Json): Check {
  const validator = Compile(schema)
  return (value) => {
    if (validator.Check(value)) return []
    const [, errors] = validator.Errors(value)
    return errors.map(({ instancePath, message }) => `${instancePath || 'it'} ${message}`)
  }
}

/** Keywords whose values are data and no schemas. */
const data = new Set(['const', 'enum', 'examples', 'example', 'default', 'required'])

/** The same schema, in which an object has only the fields that are named. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, part]) => {
      if (data.has(name)) return [name, part]
      return [name, name === 'properties' ? closeEach(part as Json) : close(part)]
    }),
  )
  // Each of several that all hold knows only its own fields.
  const { allOf } = schema as { readonly allOf?: unknown }
  if (allOf !== undefined) return { ...inner, allOf, unevaluatedProperties: false }
  const isOpen = 'properties' in inner && !('additionalProperties' in inner)
  return isOpen ? { ...inner, additionalProperties: false } : inner
}

function closeEach(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, close(part)]))
}
