import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { oauthError } from '../api/errors.ts'

/** The parameters of a token request. */
export type Parameters = ReadonlyMap<string, string>

/** Reads the form; a body of any other type has no parameters. */
export function readParameters(request: EmulatorRequest): Parameters {
  return new Map(request.form ?? [])
}

/** A parameter that must be there. @throws Refusal 400 invalid_request */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name)
  if (value !== undefined && value !== '') return value
  throw oauthError(400, 'invalid_request', `A required parameter "${name}" is missing`)
}
