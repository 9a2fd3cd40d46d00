import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** The prefix of `type` that live answers carry (twitter.md 4). */
const problems = 'https://api.twitter.com/2/problems'

/** The network says no. {@link endpoint} turns it into its response. */
export class Refusal extends Error {
  readonly response: EmulatorResponse

  constructor(response: EmulatorResponse) {
    super(`refused with ${response.status}`)
    this.name = 'Refusal'
    this.response = response
  }
}

/** `type` as X spells it: `problemType('credits')`. */
export function problemType(name: string): string {
  return `${problems}/${name}`
}

/** Shape A of twitter.md 4: problem+json. */
export function problem(
  status: number,
  title: string,
  detail: string,
  type = 'about:blank',
): EmulatorResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    json: { title, detail, type, status },
  }
}

/** Shape B of twitter.md 4: a request whose fields are wrong. `parameters` names each with the values sent. */
export function invalidRequest(
  message: string,
  parameters: Readonly<Record<string, readonly string[]>> = {},
): Refusal {
  return new Refusal({
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    json: {
      errors: [{ parameters, message }],
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: problemType('invalid-request'),
    },
  })
}

/** 403 with `type: about:blank`, where only the words tell why. */
export function forbidden(detail = 'Forbidden'): Refusal {
  return new Refusal(problem(403, 'Forbidden', detail))
}

/** 401: the token is missing, unknown, expired or revoked. */
export function unauthorized(): EmulatorResponse {
  return problem(401, 'Unauthorized', 'Unauthorized')
}

/** 429 of a rate limit; the headers tell until when. */
export function tooManyRequests(): EmulatorResponse {
  return problem(429, 'Too Many Requests', 'Too Many Requests')
}

/** 403 for an app-only token on an endpoint of a user (twitter.md 1.3). */
export function unsupportedAuthentication(): Refusal {
  return new Refusal(
    problem(
      403,
      'Unsupported Authentication',
      'Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].',
      problemType('unsupported-authentication'),
    ),
  )
}

/** 403 for an account's token on an endpoint of the app itself (twitter.md 7). */
export function appOnly(): Refusal {
  return new Refusal(
    problem(
      403,
      'Unsupported Authentication',
      'Authenticating with OAuth 2.0 User Context is forbidden for this endpoint. Supported authentication types are [OAuth 2.0 Application-Only].',
      problemType('unsupported-authentication'),
    ),
  )
}

/** Shape F of twitter.md 4: the edge refuses before the API is reached, without a word. */
export function payloadTooLarge(): Refusal {
  return new Refusal({ status: 413 })
}

/** Shape E of twitter.md 4: the token endpoint's own. */
export function oauthError(status: number, error: string, description?: string): Refusal {
  return new Refusal({
    status,
    json: description === undefined ? { error } : { error, error_description: description },
  })
}
