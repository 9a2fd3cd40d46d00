import { mediaTypeOf, schemaFindings, type EmulatorRequest } from '@t21/plugin-kit/sandbox'
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
  if (mediaTypeOf(request) !== 'application/json') {
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
  const [finding] = schemaFindings(validator.Errors(body))
  const path = finding?.path.join('.') ?? ''
  const unknown = finding?.keyword === 'additionalProperties' ? ` (${finding.names.join(',')})` : ''
  const where = path === '' ? 'the body' : path
  throw invalidParams(`${where}: ${finding?.message ?? 'is not valid'}${unknown}`)
}
