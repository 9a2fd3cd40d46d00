import { createHmac, randomInt } from 'node:crypto'
import type { EmulatorHandshake, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import type { GraphApp } from '../oauth/app.ts'

/**
 * A webhook with both signatures over its bytes. As Meta writes it, the body escapes slashes and whatever
 * is not ASCII, so that only the raw bytes verify (facebook.md 7).
 */
export function signedWebhook(app: { readonly secret: string }, payload: object): EmulatorWebhook {
  const body = JSON.stringify(payload)
    .replaceAll('/', '\\/')
    .replaceAll(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature': `sha1=${createHmac('sha1', app.secret).update(body).digest('hex')}`,
      'x-hub-signature-256': `sha256=${createHmac('sha256', app.secret).update(body).digest('hex')}`,
    },
  }
}

/** The handshake before a callback is registered: it answers with the challenge as plain text. */
export function hubHandshake(app: GraphApp): EmulatorHandshake {
  const challenge = String(randomInt(1_000_000_000, 2_000_000_000))
  return {
    query: {
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': app.verifyToken,
    },
    accepts: ({ status, text }) => status === 200 && text === challenge,
  }
}

/** `signed_request`: of the deauthorize and the data deletion callback. @param issuedAt unix seconds */
export function signedRequest(
  app: { readonly secret: string },
  userId: string,
  issuedAt: number,
): string {
  const payload = Buffer.from(
    JSON.stringify({ user_id: userId, algorithm: 'HMAC-SHA256', issued_at: issuedAt }),
  ).toString('base64url')
  const signature = createHmac('sha256', app.secret).update(payload).digest('base64url')
  return `${signature}.${payload}`
}

/** The form that Meta posts when a person removes the app. */
export function deauthorizeWebhook(
  app: { readonly secret: string },
  userId: string,
  issuedAt: number,
): EmulatorWebhook {
  return {
    body: new URLSearchParams({ signed_request: signedRequest(app, userId, issuedAt) }).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'facebookexternalua',
    },
  }
}
