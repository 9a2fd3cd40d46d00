import {
  ProviderFailure,
  type MailMessage,
  type MailTransport,
  type ProviderHost,
} from '@t21/plugin-kit'
import { failureOf } from './failures.ts'
import { hostOf, type Settings } from './settings.ts'
import { idArgument, openWebhook } from './webhook.ts'

/** Shorter than T21 waits for a mail, so that the request is ended by who knows what it was. */
const timeoutMilliseconds = 20_000

/**
 * Sends mail by SendGrid's HTTP API, which knows no key against sending twice.
 *
 * @throws Error naming the variable whose key is none
 */
export function openTransport(settings: Settings, host: ProviderHost): MailTransport {
  const { apiKey, webhookPublicKey } = settings
  return {
    name: 'sendgrid',
    ...(webhookPublicKey !== undefined && { webhook: openWebhook(webhookPublicKey) }),
    async send(message) {
      const sending = host.fetch(`${hostOf(settings)}/v3/mail/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(message)),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      })
      const response = await sending.catch((cause: unknown) => {
        throw new ProviderFailure('transient', { message: 'SendGrid did not answer.', cause })
      })
      if (!response.ok) throw await failureOf(response)
      await response.body?.cancel()
    },
  }
}

function bodyOf({ id, from, to, subject, text, html, headers, tag }: MailMessage): object {
  const sender = senderOf(from)
  const domain = sender.email.slice(sender.email.indexOf('@') + 1)
  return {
    personalizations: [{ to: [{ email: to }] }],
    from: sender,
    subject,
    content: [
      { type: 'text/plain', value: text },
      ...(html === undefined ? [] : [{ type: 'text/html', value: html }]),
    ],
    // The same at every attempt: who receives two of them sees one mail.
    headers: {
      'Message-ID': `<${id}@${domain}>`,
      'Auto-Submitted': 'auto-generated',
      ...headers,
    },
    custom_args: { [idArgument]: id },
    ...(tag !== undefined && { categories: [tag] }),
    // Links carry secrets; they go to their reader and through nobody else's hands.
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
      subscription_tracking: { enable: false },
    },
  }
}

/** `T21 <hello@example.com>` in its parts. */
function senderOf(from: string): { readonly email: string; readonly name?: string } {
  const [, name = '', email = ''] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(from) ?? []
  if (email === '') return { email: from.trim() }
  return name === '' ? { email } : { email, name }
}
