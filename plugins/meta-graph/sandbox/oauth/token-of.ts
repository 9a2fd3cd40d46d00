import { createHmac, timingSafeEqual } from 'node:crypto'
import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { invalidParameter } from '../api/errors.ts'
import type { Parameters } from '../api/parameters.ts'

/** The token of a request: a parameter, `Authorization: Bearer` or `OAuth` (facebook.md 0). */
export function tokenOf(request: EmulatorRequest, params: Parameters): string | undefined {
  const header = /^(?:Bearer|OAuth) (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  return params.get('access_token') ?? header
}

/**
 * Checks `appsecret_proof` where it was sent: hex of HMAC-SHA256 of the token with the app's secret.
 *
 * @throws GraphRefusal 100 for a wrong one
 */
export function requireProof(
  app: { readonly secret: string },
  token: string | undefined,
  params: Parameters,
): void {
  const proof = params.get('appsecret_proof')
  if (proof === undefined || token === undefined) return
  const right = Buffer.from(createHmac('sha256', app.secret).update(token).digest('hex'))
  const given = Buffer.from(proof)
  if (given.length === right.length && timingSafeEqual(given, right)) return
  throw invalidParameter('Invalid appsecret_proof provided in the API argument')
}
