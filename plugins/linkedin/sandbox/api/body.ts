import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { Static, TSchema } from 'typebox'
import type { Validator } from 'typebox/compile'
import { invalidInput, problem, Refusal, type InputCode } from './errors.ts'
import { largestJson } from './limits.ts'

/**
 * The body of a JSON endpoint: its type, its size, its syntax and its closed schema are checked.
 *
 * @throws Refusal 400 that names the field, 413, 415
 */
export function readBody<S extends TSchema>(
  request: EmulatorRequest,
  validator: Validator<Record<never, never>, S>,
): Static<S> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new Refusal(
      problem(415, 'Content-Type must be application/json', { code: 'UNSUPPORTED_MEDIA_TYPE' }),
    )
  }
  if (request.rawBody.length > largestJson) {
    throw new Refusal(problem(413, 'Request Entity Too Large'))
  }
  const { json } = request
  if (json === undefined) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', '', 'the body is not valid JSON')
  }
  if (validator.Check(json)) return json
  throw schemaRefusal(json, validator.Errors(json))
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function schemaRefusal(body: unknown, found: readonly SchemaError[]): Refusal {
  // "boolean" is the same finding as "additionalProperties", seen from the property's side.
  const [error] = found.filter(({ keyword }) => keyword !== 'boolean' && keyword !== 'anyOf')
  if (error === undefined) return invalidInput('INVALID_VALUE_FOR_FIELD', '', 'is not valid')
  const place = error.instancePath.slice(1)
  const named = (name: string): string => (place === '' ? name : `${place}/${name}`)
  const [unknown] = namesOf(error, 'additionalProperties')
  if (unknown !== undefined) {
    return invalidInput(
      'UNRECOGNIZED_FIELD',
      named(unknown),
      'unrecognized field found but not allowed',
    )
  }
  const [missing] = namesOf(error, 'requiredProperties')
  if (missing !== undefined) {
    return invalidInput(
      'MISSING_FIELD',
      named(missing),
      'field is required but not found and has no default value',
    )
  }
  return invalidInput(codeOf(body, error), place, error.message)
}

function codeOf(body: unknown, { keyword, instancePath }: SchemaError): InputCode {
  if (keyword === 'maxLength') return 'FIELD_LENGTH_TOO_LONG'
  if (keyword !== 'minLength') return 'INVALID_VALUE_FOR_FIELD'
  return valueAt(body, instancePath.slice(1).split('/')) === ''
    ? 'INVALID_VALUE_BLANK_FIELD'
    : 'INVALID_VALUE_FOR_FIELD'
}

function namesOf({ keyword, params }: SchemaError, parameter: string): readonly string[] {
  const wanted = parameter === 'requiredProperties' ? 'required' : parameter
  if (keyword !== wanted) return []
  const names: unknown = (params as Readonly<Record<string, unknown>>)[parameter]
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  let value: unknown = body
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value
}
