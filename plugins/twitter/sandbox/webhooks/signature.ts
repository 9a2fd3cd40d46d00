import { createHmac, randomBytes } from 'node:crypto'
import type { EmulatorHandshake, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { sandboxApiKey, sandboxClient } from '../oauth/clients.ts'

/** A body as X sends it, signed over its bytes with the API secret, and with the client secret (twitter.md 7). */
export function signed(body: string): EmulatorWebhook {
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-twitter-webhooks-signature': `sha256=${hmac(sandboxApiKey.secret, body)}`,
      'x-twitter-webhooks-signature-oauth2': `sha256=${hmac(sandboxClient.secret, body)}`,
    },
  }
}

/** The challenge that a callback must answer (twitter.md 7); `nonce` is one that clients have to ignore. */
export function handshake(): EmulatorHandshake {
  const token = randomBytes(24).toString('base64url')
  const wanted = `sha256=${hmac(sandboxApiKey.secret, token)}`
  return {
    query: { crc_token: token, nonce: randomBytes(12).toString('base64url') },
    accepts: ({ status, text }) => status === 200 && responseToken(text) === wanted,
  }
}

function responseToken(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null && 'response_token' in answer
      ? answer.response_token
      : undefined
  } catch {
    return undefined
  }
}

function hmac(secret: string, message: string): string {
  return createHmac('sha256', secret).update(message).digest('base64')
}
