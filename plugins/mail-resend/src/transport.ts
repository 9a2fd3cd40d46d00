import {
  ProviderFailure,
  type MailMessage,
  type MailTransport,
  type ProviderHost,
} from '@t21/plugin-kit'
import { failureOf } from './failures.ts'
import type { Settings } from './settings.ts'
import { idTag, openWebhook } from './webhook.ts'

/** Shorter than T21 waits for a mail, so that the request is ended by who knows what it was. */
const timeoutMilliseconds = 20_000

/** Sends mail by Resend's HTTP API, with the mail's id as the key against sending it twice. */
export function openTransport(settings: Settings, host: ProviderHost): MailTransport {
  const { apiKey, webhookSecret } = settings
  return {
    name: 'resend',
    ...(webhookSecret !== undefined && { webhook: openWebhook(webhookSecret) }),
    async send(message) {
      const sending = host.fetch('https://api.resend.com/emails', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          // Kept by Resend for 24 hours, which is as long as T21 tries.
          'idempotency-key': message.id,
          // Without one Resend refuses.
          'user-agent': 't21',
        },
        body: JSON.stringify(bodyOf(message)),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      })
      const response = await sending.catch((cause: unknown) => {
        throw new ProviderFailure('transient', { message: 'Resend did not answer.', cause })
      })
      if (!response.ok) throw await failureOf(response)
      await response.body?.cancel()
    },
  }
}

function bodyOf({ id, from, to, subject, text, html, headers, tag }: MailMessage): object {
  return {
    from,
    to: [to],
    subject,
    text,
    ...(html !== undefined && { html }),
    headers: { 'Auto-Submitted': 'auto-generated', ...headers },
    tags: [
      { name: idTag, value: id },
      ...(tag === undefined ? [] : [{ name: 'template', value: tag }]),
    ],
  }
}
