import type { WebhookRequest } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { equalInConstantTime, hmacBase64Url } from './signature.ts'

/** Meta's `signed_request`: facebook.md 7. Nothing in it is to be believed before `isSignedBy` said so. */
export interface SignedRequest {
  isSignedBy(secret: string): boolean
  readonly userId: string | undefined
  /** Unix seconds. */
  readonly issuedAt: number | undefined
}

const Payload = Type.Object({
  user_id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  algorithm: Type.Optional(Type.String()),
  issued_at: Type.Optional(Type.Integer()),
})

/** Reads the form of a deauthorize or deletion callback; `null` where there is none. */
export function readSignedRequest(request: WebhookRequest): SignedRequest | null {
  const text = new TextDecoder().decode(request.rawBody)
  // A JSON delivery has no such field, whatever its texts say.
  if (text.trimStart().startsWith('{')) return null
  const [signature, payload] = new URLSearchParams(text).get('signed_request')?.split('.') ?? []
  if (signature === undefined || payload === undefined) return null
  const said = read(Payload, parse(payload))
  return {
    isSignedBy: (secret) =>
      said?.algorithm?.toUpperCase() === 'HMAC-SHA256' &&
      equalInConstantTime(signature.replace(/=+$/, ''), hmacBase64Url(secret, payload)),
    userId: said?.user_id === undefined ? undefined : String(said.user_id),
    issuedAt: said?.issued_at,
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown
  } catch {
    return null
  }
}
