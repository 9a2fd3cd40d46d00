import type { MailEvent, MailTransport } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import type { ProviderInbox } from '../webhooks-in/provider-inbox.ts'
import { suppress } from './suppressions.ts'

/** So many mails that came back, within so many days, are as good as one that says that the address does not exist. */
const mostSoftBounces = 3
const softBounceDays = 7

/** Where what sends mail tells what became of it; none where it tells nothing. */
export function mailInboxes(mail: MailTransport | null): ProviderInbox[] {
  if (mail?.webhook === undefined) return []
  const { name, webhook } = mail
  const inbox: ProviderInbox<MailEvent> = {
    id: name,
    webhook,
    act: (context, event) => applyMailEvent(context, name, event),
  }
  return [inbox as ProviderInbox]
}

/** Applies what a provider told of a mail. Events may come twice, late, and in any order. */
export async function applyMailEvent(
  context: Pick<Context, 'database'>,
  source: string,
  event: MailEvent,
): Promise<void> {
  await inSystem(context.database, async (transaction) => {
    await noteFate(transaction, event)
    const { address, at } = event
    if (event.kind === 'complained') {
      await suppress(transaction, { address, reason: 'complained', source, at })
    } else if (event.kind === 'bounced' && (await isFinal(transaction, event))) {
      await suppress(transaction, { address, reason: 'bounced', source, at })
    }
  })
}

/** Later fates stand before earlier ones, whichever is told first. */
const ranks = `array['waiting', 'sent', 'delivered', 'bounced', 'complained']`

/**
 * Writes beside the mail what became of it. It was taken over then, whether or not its sender lived to note that: it is not
 * sent again.
 */
async function noteFate(
  transaction: Knex.Transaction,
  { kind, address, messageId }: MailEvent,
): Promise<void> {
  if (messageId === undefined || !uuid.test(messageId)) return
  await transaction.raw(
    `update mail_messages set next_at = null, body_text = '', body_html = null, error = null,
       sent_at = coalesce(sent_at, clock_timestamp()),
       state = case when array_position(${ranks}, :kind) > array_position(${ranks}, state) then :kind else state end
     where id = cast(:messageId as uuid) and lower(recipient) = lower(:address)
       and state = any (${ranks})`,
    { kind, messageId, address },
  )
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether the address gets nothing any more: it does not exist, or several mails came back within a week. */
async function isFinal(transaction: Knex.Transaction, event: MailEvent): Promise<boolean> {
  if (event.permanent) return true
  const { address, id, at } = event
  await transaction.raw(
    `insert into mail_soft_bounces (address_hash, event_id, at) values (mail_address_hash(:address), :id, :at)
     on conflict do nothing`,
    { address, id, at },
  )
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int from mail_soft_bounces where address_hash = mail_address_hash(:address)
       and at between cast(:at as timestamptz) - :days * interval '1 day'
         and cast(:at as timestamptz) + :days * interval '1 day'`,
    { address, at, days: softBounceDays },
  )
  return (rows[0]?.count ?? 0) >= mostSoftBounces
}
