import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Webhook, WebhookEvent, WebhookRequest } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import type { Settings } from './settings.ts'

const toleranceSeconds = 300

/** TikTok's webhooks: tiktok.md 7. There is no handshake. */
export const webhook: Webhook<Settings> = { verify, parse }

const Event = Type.Object({
  event: Type.String({ minLength: 1 }),
  create_time: Type.Optional(Type.Number()),
  user_openid: Type.Optional(Type.String({ minLength: 1 })),
  content: Type.Optional(Type.Unknown()),
})

const Content = Type.Object({
  publish_id: Type.Optional(Type.String()),
  post_id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
})

/** `TikTok-Signature: t=…,s=…` with the HMAC of "t.body" by the client secret. */
function verify(request: WebhookRequest, settings: Settings, now: Date): boolean {
  const signature = signatureOf(request.headers['tiktok-signature'] ?? '')
  if (!signature) return false
  if (Math.abs(now.getTime() / 1000 - Number(signature.time)) > toleranceSeconds) return false
  const expected = createHmac('sha256', settings.clientSecret)
    .update(`${signature.time}.`)
    .update(request.rawBody)
    .digest()
  const given = Buffer.from(signature.hex, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function signatureOf(header: string): { time: string; hex: string } | null {
  const fields = new Map(
    header.split(',').map((field) => {
      const [name = '', value = ''] = field.trim().split('=', 2)
      return [name, value]
    }),
  )
  const time = fields.get('t') ?? ''
  const hex = fields.get('s') ?? ''
  return /^[0-9]{1,12}$/.test(time) && /^[0-9a-f]{64}$/i.test(hex) ? { time, hex } : null
}

function parse(request: WebhookRequest): readonly WebhookEvent[] {
  const body = read(Event, jsonOf(new TextDecoder().decode(request.rawBody)))
  const kind = body && kindOf(body.event)
  if (!body || !kind) return []
  const content = read(Content, typeof body.content === 'string' ? jsonOf(body.content) : {})
  const { publish_id: publishId, post_id: postId } = content ?? {}
  const at = body.create_time === undefined ? undefined : new Date(body.create_time * 1000)
  return [
    {
      kind,
      name: body.event,
      // Repetitions bear the same time and the same post.
      id: [body.event, body.user_openid, publishId, postId, body.create_time].join(' '),
      ...(body.user_openid && { platformUserId: body.user_openid, userId: body.user_openid }),
      // A post that becomes public gets its id by this very event, so T21 does not know it by that yet.
      ...(postId !== undefined &&
        body.event !== 'post.publish.publicly_available' && { remoteId: String(postId) }),
      ...(at && !Number.isNaN(at.getTime()) && { at }),
    },
  ]
}

function kindOf(event: string): WebhookEvent['kind'] | null {
  if (event === 'authorization.removed') return 'grant_revoked'
  return event.startsWith('post.publish.') ? 'post_changed' : null
}

/** Ids beyond 2^53, which JavaScript would round, become the string of their digits. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)
        ? (context?.source ?? value)
        : value,
    )
  } catch {
    return undefined
  }
}
