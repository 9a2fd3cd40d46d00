import { createHmac } from 'node:crypto'
import type { EmulatorContext, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { findClient } from '../oauth/clients.ts'

/** What TikTok tells an app of (tiktok.md 7). */
export interface TikTokEvent {
  readonly clientKey: string
  readonly openId: string
  readonly event: string
  readonly content: object
}

/** An event as it is sent: `content` is JSON inside of JSON, signed with the app's secret. */
export function signed(
  context: EmulatorContext,
  { clientKey, openId, event, content }: TikTokEvent,
): EmulatorWebhook | undefined {
  const client = findClient(clientKey)
  if (client === undefined) return undefined
  const second = Math.floor(context.now().getTime() / 1000)
  const body = JSON.stringify({
    client_key: clientKey,
    event,
    create_time: second,
    user_openid: openId,
    content: JSON.stringify(content),
  })
  const signature = createHmac('sha256', client.secret).update(`${second}.${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'tiktok-signature': `t=${second},s=${signature}`,
    },
  }
}
