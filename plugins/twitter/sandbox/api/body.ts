import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { TSchema, Static } from 'typebox'
import type { Validator } from 'typebox/compile'
import { invalidRequest, type Refusal } from './errors.ts'

/** X insists on the content type wherever there is a body (twitter.md 10, gotcha 4). */
export function requireJsonType(request: EmulatorRequest): void {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return
  throw invalidRequest('Requests with bodies must have content-type of application/json.')
}

/** The body of a JSON endpoint: its type, its syntax and its closed schema are checked. */
export function readBody<S extends TSchema>(
  request: EmulatorRequest,
  validator: Validator<Record<never, never>, S>,
): Static<S> {
  requireJsonType(request)
  if (request.json === undefined) throw invalidRequest('Request body is not valid JSON')
  return checkBody(request.json, validator)
}

/** Checks a body that has been read already against a closed schema. */
export function checkBody<S extends TSchema>(
  body: unknown,
  validator: Validator<Record<never, never>, S>,
): Static<S> {
  if (validator.Check(body)) return body
  throw schemaRefusal(body, validator.Errors(body))
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function schemaRefusal(body: unknown, found: readonly SchemaError[]): Refusal {
  // "boolean" is the same finding as "additionalProperties", seen from the property's side.
  const error = found.find((one) => one.keyword !== 'boolean')
  const unknownName = error === undefined ? undefined : unknownProperty(error)
  if (error === undefined) return invalidRequest('The request body is not valid.')
  const path = error.instancePath.split('/').filter((step) => step !== '')
  const named = unknownName === undefined ? path : [...path, unknownName]
  const message =
    unknownName === undefined
      ? error.message
      : 'is not defined in the schema and the schema does not allow additional properties'
  const value = valueAt(body, named)
  return invalidRequest(
    `${['$', ...named].join('.')}: ${message}`,
    named.length === 0 || value === undefined ? {} : { [named.join('.')]: [asWord(value)] },
  )
}

function unknownProperty(error: SchemaError): string | undefined {
  if (error.keyword !== 'additionalProperties') return undefined
  if (!('additionalProperties' in error.params)) return undefined
  const names: unknown = error.params.additionalProperties
  return Array.isArray(names) && typeof names[0] === 'string' ? names[0] : undefined
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  let value: unknown = body
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value
}

function asWord(value: unknown): string {
  const word = typeof value === 'string' ? value : JSON.stringify(value)
  return word.slice(0, 200)
}
