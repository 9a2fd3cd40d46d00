import type { MailMessage, MailTransport } from '@t21/plugin-kit'

const timeoutMilliseconds = 10_000

/** Hands mails to the sandbox, whose outbox page shows them (design.md 6). Nothing leaves the machine. */
export function sandboxOutbox(sandboxUrl: string): MailTransport {
  const address = `${sandboxUrl.replace(/\/+$/, '')}/_mail/messages`
  return {
    name: 'sandbox-outbox',
    async send({ id, to, subject, text, html }: MailMessage) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, to, subject, text, html }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`)
    },
  }
}
