import type { ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import { parseJson } from './connector-http.exchange.ts'

/** Fields of a query or form whose values are secrets: `access_token`, `client_secret`, `code_verifier` … */
const secretFields = /token|secret|verifier|password|^code$/i

/** Shorter values are found by chance in words that are none. */
const shortestSecret = 8

/**
 * A refusal as it may be kept and shown: networks repeat tokens in their words ("Malformed access token EAA…"). What
 * the request sent as a secret is hidden in it; any other answer is left alone, for a token may be what was asked for.
 */
export function withoutEcho(
  request: ConnectorRequest,
  response: ConnectorResponse,
): ConnectorResponse {
  if (response.status < 400) return response
  const echoed = secretsOf(request).filter((secret) => response.text.includes(secret))
  if (echoed.length === 0) return response
  let { text } = response
  for (const secret of echoed) text = text.replaceAll(secret, '[hidden]')
  return { ...response, text, json: parseJson(text) }
}

function secretsOf({ auth, query, form }: ConnectorRequest): readonly string[] {
  const values: string[] = []
  if (auth !== undefined && 'bearer' in auth) values.push(auth.bearer)
  if (auth !== undefined && 'oauth' in auth) values.push(auth.oauth)
  if (auth !== undefined && 'basic' in auth) values.push(auth.basic.password)
  for (const [name, value] of Object.entries({ ...query, ...form })) {
    if (typeof value === 'string' && secretFields.test(name)) values.push(value)
  }
  return values
    .filter((value) => value.length >= shortestSecret)
    .flatMap((value) => [value, encodeURIComponent(value)])
}
