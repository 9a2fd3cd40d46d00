import type { EmulatorContext, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { account, apiVersion } from '../api/account.ts'
import type { Act } from '../api/act.ts'
import { newId } from '../api/ids.ts'
import { table, type Event } from '../objects/records.ts'
import { signatureOf } from './signature.ts'

/** Writes an event in the log and sends it to the webhook endpoint. */
export function recordEvent(act: Act, type: string, object: object, previous?: object): void {
  const event: Event = {
    id: newId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: act.at,
    // What happened stays as it was when it happened.
    data: structuredClone({ object, ...(previous && { previous_attributes: previous }) }),
    livemode: false,
    pending_webhooks: 1,
    request: act.request,
    type,
  }
  table(act.context, 'events').set(event.id, event)
  writtenAt(act.context).set(event.id, Math.floor(act.context.now().getTime() / 1000))
  act.context.webhook(() => signed(event))
}

/** When events were written in the log, by id: by a test clock, they may have happened long before. */
export function writtenAt(context: Pick<EmulatorContext, 'store'>): Map<string, number> {
  return context.store.collection<number>('events_written')
}

/**
 * An event as it is sent: printed for people, so that a body that was read and written anew has another signature. It is signed
 * by the machine's time, by which whoever receives it lives, however far the sandbox's clock was moved.
 */
export function signed(
  event: object,
  { secret = account.webhookSecret as string, ageSeconds = 0 } = {},
): EmulatorWebhook {
  const body = JSON.stringify(event, null, 2)
  const seconds = Math.floor(Date.now() / 1000) - ageSeconds
  return { body, headers: { 'stripe-signature': signatureOf(body, secret, seconds) } }
}
