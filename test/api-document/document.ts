import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A part of the document. */
export type Json = Readonly<Record<string, unknown>>

/** The checked-in OpenAPI document, which a test of its own compares with the server. */
export const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../core/openapi.json'), 'utf8'),
) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>> }

/** A part of the document, or what it refers to. */
export function schemaOf(value: Json): Json {
  const ref = value['$ref']
  if (typeof ref !== 'string') return value
  const steps = ref.split('/').slice(1)
  return steps.reduce<Json>((found, step) => found[step] as Json, document as unknown as Json)
}
