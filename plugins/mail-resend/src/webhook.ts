import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MailEvent, ProviderWebhook, WebhookRequest } from '@t21/plugin-kit'

/** The name of the tag that Resend gives back with what became of a mail. */
export const idTag = 't21_mail'

/** Resend signs with Svix, which lets a clock be wrong by so much, either way. */
const toleranceSeconds = 300

/** Takes what Resend tells, signed as Svix does: HMAC-SHA256 over id, time and body, with the bytes of the secret. */
export function openWebhook(secret: string): ProviderWebhook<MailEvent> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return {
    verify({ headers, rawBody }, now) {
      const id = headers['svix-id'] ?? ''
      const time = headers['svix-timestamp'] ?? ''
      if (id === '' || !/^\d{1,12}$/.test(time)) return false
      if (Math.abs(now.getTime() / 1_000 - Number(time)) > toleranceSeconds) return false
      const expected = createHmac('sha256', key).update(`${id}.${time}.`).update(rawBody).digest()
      // Several while a secret is replaced.
      return (headers['svix-signature'] ?? '').split(' ').some((one) => isSame(one, expected))
    },
    parse,
  }
}

function isSame(signature: string, expected: Buffer): boolean {
  const [version, value = ''] = signature.split(',')
  const given = Buffer.from(value, 'base64')
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
}

interface Told {
  readonly type?: unknown
  readonly created_at?: unknown
  readonly data?: {
    readonly to?: unknown
    readonly tags?: unknown
    readonly bounce?: { readonly type?: unknown }
  }
}

const kinds: Readonly<Record<string, MailEvent['kind']>> = {
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  // The address is on Resend's own list of those that get nothing, because mail came back before.
  'email.suppressed': 'bounced',
  'email.complained': 'complained',
}

function parse({ headers, rawBody }: WebhookRequest): MailEvent[] {
  const told = jsonOf(rawBody)
  const name = String(told.type)
  const kind = kinds[name]
  const at = new Date(String(told.created_at))
  const { to, tags, bounce } = told.data ?? {}
  if (kind === undefined || !Array.isArray(to) || Number.isNaN(at.getTime())) return []
  const messageId = tagIn(tags)
  return to
    .filter((address): address is string => typeof address === 'string')
    .map((address, position) => ({
      id: `${headers['svix-id'] ?? ''}:${position}`,
      name,
      at,
      kind,
      address,
      // "Undetermined" and "Transient" may arrive the next time.
      permanent: name === 'email.suppressed' || bounce?.type === 'Permanent',
      ...(messageId !== undefined && { messageId }),
    }))
}

function jsonOf(rawBody: Uint8Array): Told {
  try {
    return (JSON.parse(Buffer.from(rawBody).toString()) ?? {}) as Told
  } catch {
    return {}
  }
}

/** Told as an object, and in older webhooks as a list. */
function tagIn(tags: unknown): string | undefined {
  const pairs: unknown[] = Array.isArray(tags)
    ? tags.map((tag: { name?: unknown; value?: unknown } | null) => [tag?.name, tag?.value])
    : Object.entries(tags ?? {})
  const found = (pairs as [unknown, unknown][]).find(([name]) => name === idTag)?.[1]
  return typeof found === 'string' ? found : undefined
}
