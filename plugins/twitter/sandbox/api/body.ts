import {
  at,
  mediaTypeOf,
  schemaFindings,
  type EmulatorRequest,
  type SchemaFinding,
} from '@t21/plugin-kit/sandbox'
import type { TSchema, Static } from 'typebox'
import type { Validator } from 'typebox/compile'
import { invalidRequest, type Refusal } from './errors.ts'

/** X insists on the content type wherever there is a body (twitter.md 10, gotcha 4). */
export function requireJsonType(request: EmulatorRequest): void {
  if (mediaTypeOf(request) === 'application/json') return
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
  throw schemaRefusal(body, schemaFindings(validator.Errors(body)))
}

function schemaRefusal(body: unknown, [finding]: readonly SchemaFinding[]): Refusal {
  if (finding === undefined) return invalidRequest('The request body is not valid.')
  const unknown = finding.keyword === 'additionalProperties' ? finding.names[0] : undefined
  const named = unknown === undefined ? finding.path : [...finding.path, unknown]
  const message =
    unknown === undefined
      ? finding.message
      : 'is not defined in the schema and the schema does not allow additional properties'
  const value = at(body, ...named)
  return invalidRequest(
    `${['$', ...named].join('.')}: ${message}`,
    named.length === 0 || value === undefined ? {} : { [named.join('.')]: [asWord(value)] },
  )
}

function asWord(value: unknown): string {
  const word = typeof value === 'string' ? value : JSON.stringify(value)
  return word.slice(0, 200)
}
