import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'

/** A network's answer in the expected shape, or `null`: state only the fields that are used. */
export function read<Schema extends TSchema>(schema: Schema, json: unknown): Static<Schema> | null {
  return Value.Check(schema, json) ? (json as Static<Schema>) : null
}
