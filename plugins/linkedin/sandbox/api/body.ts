import {
  at,
  mediaTypeOf,
  schemaFindings,
  type EmulatorRequest,
  type SchemaFinding,
} from '@t21/plugin-kit/sandbox'
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
  if (mediaTypeOf(request) !== 'application/json') {
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
  throw schemaRefusal(json, schemaFindings(validator.Errors(json)))
}

function schemaRefusal(body: unknown, found: readonly SchemaFinding[]): Refusal {
  const finding = found.find(({ keyword }) => keyword !== 'anyOf')
  if (finding === undefined) return invalidInput('INVALID_VALUE_FOR_FIELD', '', 'is not valid')
  const { keyword, path, names, message } = finding
  const named = [...path, ...names.slice(0, 1)].join('/')
  if (keyword === 'additionalProperties') {
    return invalidInput('UNRECOGNIZED_FIELD', named, 'unrecognized field found but not allowed')
  }
  if (keyword === 'required') {
    return invalidInput(
      'MISSING_FIELD',
      named,
      'field is required but not found and has no default value',
    )
  }
  return invalidInput(codeOf(body, finding), path.join('/'), message)
}

function codeOf(body: unknown, { keyword, path }: SchemaFinding): InputCode {
  if (keyword === 'maxLength') return 'FIELD_LENGTH_TOO_LONG'
  if (keyword !== 'minLength') return 'INVALID_VALUE_FOR_FIELD'
  return at(body, ...path) === '' ? 'INVALID_VALUE_BLANK_FIELD' : 'INVALID_VALUE_FOR_FIELD'
}
