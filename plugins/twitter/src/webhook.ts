import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Webhook, WebhookReply, WebhookRequest } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'
import { webhookEvents } from './webhook.events.ts'
import { subscribe } from './webhook.subscribe.ts'

/**
 * X's webhooks: twitter.md 7. Its documents contradict each other on the key: the API (consumer) secret in the older ones,
 * the OAuth 2.0 client secret in the newer ones. Where the operator gives the first, it answers the challenge; a signature by
 * either is X's.
 */
export const webhook: Webhook<Settings> = {
  handshake,
  verify,
  parse: (request) => webhookEvents(request.rawBody),
  subscribe,
}

/** The challenge-response check: X repeats it every hour, and ends a webhook that fails it for a day. */
function handshake(request: WebhookRequest, settings: Settings): WebhookReply | null {
  const { crc_token: token } = request.query
  const secret = settings.consumerSecret ?? settings.clientSecret
  if (request.method !== 'GET' || !token || secret === undefined) return null
  return { status: 200, json: { response_token: `sha256=${digest(secret, token)}` } }
}

// X signs no time, so T21's own check for repetitions is what keeps an old event from counting twice.
function verify(request: WebhookRequest, settings: Settings): boolean {
  if (request.method !== 'POST') return false
  const { consumerSecret, clientSecret } = settings
  const { headers, rawBody } = request
  const signed = headers['x-twitter-webhooks-signature']
  const signedByClient = headers['x-twitter-webhooks-signature-oauth2']
  return (
    isSignature(signed, consumerSecret, rawBody) ||
    isSignature(signed, clientSecret, rawBody) ||
    isSignature(signedByClient, clientSecret, rawBody)
  )
}

function isSignature(
  given: string | undefined,
  secret: string | undefined,
  rawBody: Uint8Array,
): boolean {
  if (given === undefined || secret === undefined) return false
  const wanted = Buffer.from(`sha256=${digest(secret, rawBody)}`)
  const bytes = Buffer.from(given)
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}

function digest(secret: string, message: string | Uint8Array): string {
  return createHmac('sha256', secret).update(message).digest('base64')
}
