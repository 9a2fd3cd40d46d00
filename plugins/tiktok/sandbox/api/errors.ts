import { randomBytes } from 'node:crypto'
import type { EmulatorContext, EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** TikTok says no, with a code of tiktok.md 4. The endpoint makes a reply of it. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
  }
}

/** A good reply of the API, in its envelope (tiktok.md 0). */
export function ok(context: EmulatorContext, data: object): EmulatorResponse {
  return { status: 200, json: { data, error: { code: 'ok', message: '', ...log(context) } } }
}

/** A refusal in the API's envelope. */
export function refused(context: EmulatorContext, refusal: Refusal): EmulatorResponse {
  const { status, code, message } = refusal
  return { status, json: { data: {}, error: { code, message, ...log(context) } } }
}

/** A refusal of the OAuth endpoints, which is flat (tiktok.md 1). */
export function refusedOAuth(context: EmulatorContext, refusal: Refusal): EmulatorResponse {
  const { status, code, message } = refusal
  return { status, json: { error: code, error_description: message, ...log(context) } }
}

/** 400: the body is not what the endpoint takes. */
export function invalidParams(message: string): Refusal {
  return new Refusal(400, 'invalid_params', message)
}

/** 401: the token is missing, unknown, expired or revoked. */
export function invalidToken(): Refusal {
  return new Refusal(
    401,
    'access_token_invalid',
    'The access token is invalid or not found in the request.',
  )
}

/** 401: the person did not allow this. */
export function missingScope(): Refusal {
  return new Refusal(
    401,
    'scope_not_authorized',
    'The user did not authorize the scope required for completing this request.',
  )
}

/** 429, without a word on when to come back (tiktok.md 3). */
export function rateLimitExceeded(): Refusal {
  return new Refusal(
    429,
    'rate_limit_exceeded',
    'The API rate limit was exceeded. Please try again later.',
  )
}

function log(context: EmulatorContext): { readonly log_id: string } {
  const moment = context.now().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  return { log_id: `${moment}${randomBytes(9).toString('hex').toUpperCase()}` }
}
