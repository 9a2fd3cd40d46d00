import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { MailEvent, ProviderWebhook, WebhookRequest } from '@t21/plugin-kit'

/** What SendGrid gives back with what became of a mail. */
export const idArgument = 't21_mail'

/** How wrong a clock may be, either way. */
const toleranceSeconds = 300

/**
 * Takes what SendGrid tells, signed with ECDSA on P-256 over time and body.
 *
 * @throws Error naming the variable whose key is none
 */
export function openWebhook(publicKey: string): ProviderWebhook<MailEvent> {
  const key = keyOf(publicKey)
  return {
    verify({ headers, rawBody }, now) {
      const time = headers['x-twilio-email-event-webhook-timestamp'] ?? ''
      const signature = headers['x-twilio-email-event-webhook-signature'] ?? ''
      if (signature === '' || !/^\d{1,12}$/.test(time)) return false
      if (Math.abs(now.getTime() / 1_000 - Number(time)) > toleranceSeconds) return false
      const signed = Buffer.concat([Buffer.from(time), rawBody])
      return verify('sha256', signed, key, Buffer.from(signature, 'base64'))
    },
    parse,
  }
}

function keyOf(publicKey: string): KeyObject {
  try {
    const body = publicKey.replaceAll(/-----[^-]+-----|\s/g, '')
    const key = createPublicKey({
      key: Buffer.from(body, 'base64'),
      format: 'der',
      type: 'spki',
    })
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // Said below.
  }
  throw new Error(
    'SENDGRID_WEBHOOK_PUBLIC_KEY has to be the verification key as SendGrid shows it.',
  )
}

interface Told {
  readonly email?: unknown
  readonly timestamp?: unknown
  readonly event?: unknown
  readonly sg_event_id?: unknown
  readonly type?: unknown
  readonly reason?: unknown
  readonly [idArgument]?: unknown
}

function parse({ rawBody }: WebhookRequest): MailEvent[] {
  return listOf(rawBody).flatMap((told) => {
    const { email, timestamp, event, sg_event_id: id, [idArgument]: messageId } = told
    const fate = fateOf(told)
    const at = new Date(Number(timestamp) * 1_000)
    if (fate === undefined || typeof email !== 'string' || typeof id !== 'string') return []
    if (Number.isNaN(at.getTime())) return []
    const said = { id, name: String(event), at, address: email, ...fate }
    return [typeof messageId === 'string' ? { ...said, messageId } : said]
  })
}

/** What SendGrid did not even try, because of what happened before. */
const dropped: Readonly<Record<string, MailEvent['kind']>> = {
  'Bounced Address': 'bounced',
  Invalid: 'bounced',
  'Spam Reporting Address': 'complained',
}

function fateOf({ event, type, reason }: Told): Pick<MailEvent, 'kind' | 'permanent'> | undefined {
  switch (event) {
    case 'delivered':
      return { kind: 'delivered', permanent: false }
    case 'bounce':
      // "blocked": refused this time, for a reason that is not the address.
      return { kind: 'bounced', permanent: type !== 'blocked' }
    case 'spamreport':
      return { kind: 'complained', permanent: false }
    case 'dropped': {
      const kind = dropped[String(reason)]
      return kind && { kind, permanent: kind === 'bounced' }
    }
    default:
      return undefined
  }
}

function listOf(rawBody: Uint8Array): readonly Told[] {
  try {
    const told: unknown = JSON.parse(Buffer.from(rawBody).toString())
    return Array.isArray(told) ? told.filter((one) => typeof one === 'object' && one !== null) : []
  } catch {
    return []
  }
}
