import type { EmulatorRequest } from './exchange.ts'

/** An authorization request that the consent page does not show: the person reads why, the app gets nothing. */
export class BadAuthorizationRequest extends Error {
  constructor(parameter: string, remedy: string) {
    super(`${parameter}: ${remedy}`)
    this.name = 'BadAuthorizationRequest'
  }
}

/** A parameter of the query that must be there. @throws BadAuthorizationRequest */
export function requiredParameter(request: EmulatorRequest, name: string): string {
  const value = request.query.get(name)
  if (value !== null && value !== '') return value
  throw new BadAuthorizationRequest(name, 'is missing.')
}

/**
 * The callback that is asked for. Any counts as registered; it only has to be one that could be.
 *
 * @throws BadAuthorizationRequest
 */
export function requiredRedirectUri(request: EmulatorRequest): string {
  const value = requiredParameter(request, 'redirect_uri')
  const url = URL.parse(value)
  const possible =
    url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hash === ''
  if (possible) return value
  throw new BadAuthorizationRequest(
    'redirect_uri',
    'must be an absolute http or https address without a fragment.',
  )
}

/**
 * Whom the address of the consent page approves without a click (`sandbox_approve`); `null` where the page is to be shown.
 *
 * @param rule what a handle is like, for the person who reads the refusal
 * @throws BadAuthorizationRequest
 */
export function approvedHandle(
  request: EmulatorRequest,
  pattern: RegExp,
  rule: string,
): string | null {
  const handle = request.query.get('sandbox_approve')
  if (handle === null || pattern.test(handle)) return handle
  throw new BadAuthorizationRequest('sandbox_approve', rule)
}
