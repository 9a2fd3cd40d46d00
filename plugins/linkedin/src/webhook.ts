import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Webhook, WebhookEvent, WebhookReply, WebhookRequest } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import type { Settings } from './settings.ts'
import { subscribe } from './webhook.subscribe.ts'

const prefix = 'hmacsha256='

const Delivery = Type.Object({ notifications: Type.Array(Type.Unknown()) })

const Notification = Type.Object({
  notificationId: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  organizationalEntity: Type.Optional(Type.String()),
  action: Type.String({ minLength: 1 }),
  sourcePost: Type.Optional(Type.String()),
  lastModifiedAt: Type.Optional(Type.Number()),
})

/** What LinkedIn tells of a page's posts: linkedin.md 7. It has no word for a withdrawn permission here. */
export const webhook: Webhook<Settings> = { handshake, verify, parse, subscribe }

function handshake(request: WebhookRequest, settings: Settings): WebhookReply | null {
  const { challengeCode } = request.query
  if (request.method !== 'GET' || !challengeCode) return null
  const challengeResponse = createHmac('sha256', settings.clientSecret)
    .update(challengeCode)
    .digest('hex')
  return { status: 200, json: { challengeCode, challengeResponse } }
}

// LinkedIn signs no time, so T21's own check for repetitions is what keeps an old event from counting twice.
function verify(request: WebhookRequest, settings: Settings): boolean {
  const header = request.headers['x-li-signature']
  if (request.method !== 'POST' || header === undefined) return false
  // Some senders put the prefix before the digest.
  const given = header.startsWith(prefix) ? header.slice(prefix.length) : header
  if (!/^[0-9a-f]{64}$/i.test(given)) return false
  const wanted = createHmac('sha256', settings.clientSecret)
    .update(prefix)
    .update(request.rawBody)
    .digest()
  return timingSafeEqual(Buffer.from(given, 'hex'), wanted)
}

function parse(request: WebhookRequest): readonly WebhookEvent[] {
  const entries = read(Delivery, jsonOf(request.rawBody))?.notifications ?? []
  return entries.flatMap((entry) => {
    const notification = read(Notification, entry)
    return notification?.sourcePost ? [eventOf(notification, notification.sourcePost)] : []
  })
}

function eventOf(
  notification: {
    readonly notificationId?: number | string
    readonly organizationalEntity?: string
    readonly action: string
    readonly lastModifiedAt?: number
  },
  remoteId: string,
): WebhookEvent {
  const { notificationId, organizationalEntity, action, lastModifiedAt } = notification
  const at = lastModifiedAt === undefined ? undefined : new Date(lastModifiedAt)
  return {
    kind: 'post_changed',
    name: action,
    remoteId,
    // A number beyond 2^53 has been rounded and may be another's; T21 then tells repetitions by the body.
    ...(notificationId !== undefined &&
      (typeof notificationId === 'string' || Number.isSafeInteger(notificationId)) && {
        id: String(notificationId),
      }),
    ...(organizationalEntity && { platformUserId: organizationalEntity }),
    ...(at && !Number.isNaN(at.getTime()) && { at }),
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
