import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import type { Static, TSchema } from 'typebox'
import type { Validator } from 'typebox/compile'
import { invalidParams } from './errors.ts'

/**
 * The body of a JSON endpoint, checked against a closed schema.
 *
 * @throws Refusal 400 invalid_params that names the field
 */
export function readBody<S extends TSchema>(
  request: EmulatorRequest,
  validator: Validator<Record<never, never>, S>,
): Static<S> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw invalidParams('Content-Type must be application/json; charset=UTF-8.')
  }
  if (request.json === undefined) throw invalidParams('The request body is not valid JSON.')
  return checkBody(request.json, validator)
}

/** As {@link readBody}, for a part of a body. */
export function checkBody<S extends TSchema>(
  body: unknown,
  validator: Validator<Record<never, never>, S>,
): Static<S> {
  if (validator.Check(body)) return body
  // "boolean" is what a closed object says of a field that it does not have.
  const errors = validator.Errors(body)
  const error = errors.find(({ keyword }) => keyword !== 'boolean') ?? errors[0]
  const path = error?.instancePath.split('/').slice(1).join('.') ?? ''
  const unknown = error?.keyword === 'additionalProperties' ? unknownNames(error.params) : ''
  const where = path === '' ? 'the body' : path
  throw invalidParams(`${where}: ${error?.message ?? 'is not valid'}${unknown}`)
}

function unknownNames(params: object): string {
  if (!('additionalProperties' in params)) return ''
  return ` (${String(params.additionalProperties)})`
}
