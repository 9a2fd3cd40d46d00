import type { WebhookEvent, WebhookReply, WebhookRequest } from '@t21/plugin-kit'
import { readSignedRequest } from './signed-request.ts'
import { equalInConstantTime, hmacHex } from './signature.ts'

/**
 * Answers `hub.challenge`: facebook.md 7. `null` for a request that is no handshake; 403 where the token is not
 * the operator's, or none is set.
 */
export function hubHandshake(
  request: WebhookRequest,
  verifyToken: string | undefined,
): WebhookReply | null {
  const { query } = request
  if (request.method !== 'GET' || query['hub.mode'] !== 'subscribe') return null
  const given = query['hub.verify_token'] ?? ''
  if (verifyToken === undefined || !equalInConstantTime(given, verifyToken)) {
    return { status: 403, text: 'The verify token is another one.' }
  }
  return { status: 200, text: query['hub.challenge'] ?? '' }
}

/**
 * Whether Meta sent it: `X-Hub-Signature-256` over the raw bytes, or the signature inside a `signed_request`.
 *
 * @param secrets any of them may have signed: Instagram Login has an app secret of its own
 */
export function isSignedByMeta(request: WebhookRequest, secrets: readonly string[]): boolean {
  if (request.method !== 'POST') return false
  const signed = readSignedRequest(request)
  if (signed) return secrets.some((secret) => signed.isSignedBy(secret))
  const given = request.headers['x-hub-signature-256'] ?? ''
  return secrets.some((secret) =>
    equalInConstantTime(given, `sha256=${hmacHex(secret, request.rawBody)}`),
  )
}

/**
 * What a `signed_request` says; `null` for a request that is none. Meta's two callbacks look alike, so the address
 * that the operator gives Meta for the deletion of data ends in `?callback=data_deletion`.
 */
export function signedRequestEvents(request: WebhookRequest): readonly WebhookEvent[] | null {
  const signed = readSignedRequest(request)
  if (!signed) return null
  const { userId, issuedAt } = signed
  if (userId === undefined) return []
  const deletion = request.query['callback'] === 'data_deletion'
  const name = deletion ? 'data_deletion' : 'deauthorize'
  return [
    {
      kind: deletion ? 'data_deletion' : 'grant_revoked',
      ...(issuedAt !== undefined && {
        id: `${name}:${userId}:${issuedAt}`,
        at: new Date(issuedAt * 1000),
      }),
      userId,
      name,
    },
  ]
}

/** The answer to a data deletion: facebook.md 7. */
export function dataDeletionReply(input: {
  readonly statusUrl: string
  readonly confirmationCode: string
}): WebhookReply {
  return {
    status: 200,
    json: { url: input.statusUrl, confirmation_code: input.confirmationCode },
  }
}
