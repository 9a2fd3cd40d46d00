import { createHash, sign } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { eventsFor, isFull, type StoredMail } from './mail.ts'
import { signingKey } from './keys.ts'

const unknown = {
  type: 'bounce',
  status: '5.1.1',
  reason: '550 5.1.1 The email account that you tried to reach does not exist.',
  bounce_classification: 'Invalid Address',
}
const full = {
  type: 'blocked',
  status: '5.2.2',
  reason: '552 5.2.2 The email account that you tried to reach is over quota.',
  bounce_classification: 'Mailbox Unavailable',
}

/** Tells what happens to a mail, an event a second, signed by ECDSA over time and body ("Event Webhook security"). */
export function tellEvents(context: EmulatorContext, { id, mail }: StoredMail): void {
  for (const { to, custom_args } of mail.personalizations) {
    for (const { email } of to) {
      for (const [index, event] of eventsFor(email).entries()) {
        const told = {
          email,
          event,
          sg_message_id: `${id}.recvd-sandbox`,
          sg_event_id: createHash('sha256')
            .update(`${id} ${email} ${event}`)
            .digest('base64url')
            .slice(0, 22),
          ...(mail.categories !== undefined && { category: mail.categories }),
          ...mail.custom_args,
          ...custom_args,
          ...(event === 'bounce' && (isFull(email) ? full : unknown)),
        }
        context.webhook(() => signed(told, context.now()), index)
      }
    }
  }
}

function signed(told: object, now: Date) {
  const time = String(Math.floor(now.getTime() / 1000))
  const body = `${JSON.stringify([{ ...told, timestamp: Number(time) }])}\r\n`
  return {
    body,
    headers: {
      'x-twilio-email-event-webhook-timestamp': time,
      'x-twilio-email-event-webhook-signature': sign(
        'sha256',
        Buffer.from(time + body),
        signingKey,
      ).toString('base64'),
    },
  }
}
