import { createHmac, randomUUID } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { credentials } from './credentials.ts'
import { bareAddress, isFull, listed, type StoredEmail } from './email.ts'

/** How long after a mail was taken its fate is known, in seconds. */
const delay = 1

/** Tells what became of a mail, signed by the scheme of Svix: over id, time and body. What complains was delivered before. */
export function tellFate(
  context: EmulatorContext,
  { id, email, createdAt, fate }: StoredEmail,
): void {
  const kinds = fate === 'complained' ? ['delivered', 'complained'] : [fate]
  for (const [index, kind] of kinds.entries()) {
    const messageId = `msg_${randomUUID().replaceAll('-', '')}`
    context.webhook(
      () => {
        const now = context.now()
        const body = JSON.stringify({
          type: `email.${kind}`,
          created_at: now.toISOString(),
          data: {
            email_id: id,
            created_at: createdAt,
            from: email.from,
            to: listed(email.to).map(bareAddress),
            subject: email.subject,
            ...(email.tags !== undefined && {
              tags: Object.fromEntries(email.tags.map(({ name, value }) => [name, value])),
            }),
            ...(kind === 'bounced' && {
              bounce: bounceOf(listed(email.to)[0] ?? ''),
            }),
          },
        })
        const time = String(Math.floor(now.getTime() / 1000))
        const key = Buffer.from(credentials.RESEND_WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64')
        const signature = createHmac('sha256', key).update(`${messageId}.${time}.${body}`)
        return {
          body,
          headers: {
            'svix-id': messageId,
            'svix-timestamp': time,
            'svix-signature': `v1,${signature.digest('base64')}`,
          },
        }
      },
      delay * (index + 1),
    )
  }
}

function bounceOf(address: string): object {
  if (isFull(address)) {
    const message = 'The recipient’s mailbox was full.'
    return { type: 'Transient', subType: 'MailboxFull', message }
  }
  const message = 'The recipient’s mail server rejected the message.'
  return { type: 'Permanent', subType: 'General', message }
}
