import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'

/** The parameters of a token request. */
export type Parameters = ReadonlyMap<string, string>

/** Reads a form, or a JSON object, since client libraries in the wild send either (twitter.md 1.1). */
export function readParameters(request: EmulatorRequest): Parameters {
  if (request.form !== undefined) return new Map(request.form)
  const { json } = request
  const parameters = new Map<string, string>()
  if (typeof json !== 'object' || json === null) return parameters
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === 'string') parameters.set(name, value)
  }
  return parameters
}
