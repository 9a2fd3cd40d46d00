import type { BillingEvent, ProviderWebhook, WebhookRequest } from '@t21/plugin-kit'
import { Stripe } from 'stripe'
import { isLive } from './client.ts'
import type { Settings } from './settings.ts'
import { eventsOf } from './webhook.events.ts'

/** How long a signature counts, in either direction: Stripe signs each attempt anew. */
const windowSeconds = 300

/** How the events of Stripe are received. */
export function openWebhook(settings: Settings): ProviderWebhook<BillingEvent> {
  const live = isLive(settings)
  return {
    verify: (request, now) => {
      const event = signedEvent(request, settings.webhookSecret, now)
      return event !== null && isOurs(event, live)
    },
    parse: ({ rawBody }) => {
      const body = textOf(rawBody)
      return body === null ? [] : eventsOf(jsonOf(body))
    },
  }
}

/** The event, where one of the secrets signed exactly these bytes at about this time. */
function signedEvent(
  { method, headers, rawBody }: WebhookRequest,
  secrets: readonly string[],
  now: Date,
): object | null {
  const header = headers['stripe-signature']
  const body = textOf(rawBody)
  if (method !== 'POST' || header === undefined || body === null) return null
  // The library looks into the past alone, and takes the last of several times.
  const signedAt = timeOf(header)
  if (signedAt === null || signedAt - now.getTime() / 1000 > windowSeconds) return null
  for (const secret of secrets) {
    const event = constructed(body, header, secret, now)
    if (event !== null) return event
  }
  return null
}

function constructed(body: string, header: string, secret: string, now: Date): object | null {
  try {
    return Stripe.webhooks.constructEvent(
      body,
      header,
      secret,
      windowSeconds,
      undefined,
      now.getTime(),
    )
  } catch {
    return null
  }
}

/** Of the key's mode, and not of an account that is connected to the operator's. */
function isOurs(event: object, live: boolean): boolean {
  const { object, livemode, account } = event as Readonly<Record<string, unknown>>
  return object === 'event' && livemode === live && (account === undefined || account === null)
}

function timeOf(header: string): number | null {
  const times = header.split(',').filter((part) => part.startsWith('t='))
  const [, seconds] = /^t=(\d{1,12})$/.exec(times.length === 1 ? (times[0] ?? '') : '') ?? []
  return seconds === undefined ? null : Number(seconds)
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** As it was signed: bytes that are no text, or that decoding would change, are not. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
