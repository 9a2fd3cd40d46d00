import {
  isProviderFailure,
  type MailHeaders,
  type MailMessage,
  type MailTransport,
} from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { withinTime } from '../../http/within-time.ts'
import { redact } from '../../redact.ts'
import { noteFailed, noteSent, noteSuppressed } from './mail-outcomes.ts'
import { heldBackSql, suppressRefused } from './suppressions.ts'
import type { MailText } from './templates/mail-text.ts'

/** A mail to be sent once the caller's transaction has committed. */
export interface NewMail extends MailText {
  readonly userId: string | null
  readonly recipient: string
  /** Ids of what it tells of, so that it can be written anew: an invitation, notifications, an export. */
  readonly about?: readonly string[]
}

/** What sending needs of a process. */
type MailContext = Pick<Context, 'config' | 'database' | 'log' | 'mail'>

interface DueMail extends Pick<MailMessage, 'id' | 'to' | 'subject' | 'text' | 'html' | 'tag'> {
  readonly attempts: number
  readonly unsubscribeUrl: string | null
  /** Why nothing may go to the address, where nothing may. */
  readonly heldBack: string | null
}

/** How many mails are sent at a time, and how long one may take. */
const batchSize = 10
const sendMilliseconds = 30_000
/** A claimed mail whose process died is free again after this; longer than a send may take. */
const leaseSeconds = 90
/** Where nothing leaves the machine. */
const withoutSender = 'T21 <t21@localhost>'

/**
 * Writes a mail into the outbox and rings the sender, both in the caller's transaction: there is a mail
 * exactly if what it is about was stored. Takes a transaction of `database.system`.
 */
export async function enqueueMail(transaction: Knex.Transaction, mail: NewMail): Promise<void> {
  await transaction('mail_messages').insert({
    user_id: mail.userId,
    recipient: mail.recipient,
    template: mail.template,
    necessity: mail.necessity,
    subject: mail.subject,
    body_text: mail.text,
    body_html: mail.html,
    unsubscribe_url: mail.unsubscribeUrl ?? null,
    about: [...(mail.about ?? [])],
  })
  await transaction.raw('select ring_mail()')
}

/**
 * Sends what is due, until nothing is. A mail counts as sent only after the transport took it over; one
 * that fails is tried again, later each time, under the same id. Several processes share the work.
 *
 * @returns the number of mails that were sent; 0 where no transport is configured: they wait
 */
export async function sendDueMail(context: MailContext): Promise<number> {
  const transport = context.mail
  if (transport === null) return 0
  let sent = 0
  for (;;) {
    const mails = await claimDue(context.database.system)
    if (mails.length === 0) return sent
    const outcomes = await Promise.all(mails.map((mail) => sendOne(context, transport, mail)))
    sent += outcomes.filter(Boolean).length
  }
}

async function claimDue(system: Knex): Promise<DueMail[]> {
  const { rows } = await system.raw<{ rows: DueMail[] }>(
    `update mail_messages m set attempts = attempts + 1,
       next_at = clock_timestamp() + ? * interval '1 second'
     where id in (select id from mail_messages where next_at <= clock_timestamp()
       order by next_at limit ? for update skip locked)
     returning id, recipient as "to", subject, body_text as text, body_html as html, template as tag,
       unsubscribe_url as "unsubscribeUrl", attempts, ${heldBackSql('m')} as "heldBack"`,
    [leaseSeconds, batchSize],
  )
  // Oldest first; rows come as PostgreSQL finds them.
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

async function sendOne(
  context: MailContext,
  transport: MailTransport,
  mail: DueMail,
): Promise<boolean> {
  const { config, database, log } = context
  const { system } = database
  if (mail.heldBack !== null) {
    await noteSuppressed(system, mail.id, mail.heldBack)
    return false
  }
  try {
    const from = config.mailFrom ?? withoutSender
    await withinTime(sendMilliseconds, transport.send({ ...messageOf(mail), from }))
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error))
    const { id, attempts } = mail
    log.warn({ mailId: id, attempts, reason, transport: transport.name }, 'mail not sent')
    const refusal = refusalIn(error)
    const until = isProviderFailure(error) ? error.until : undefined
    await system.transaction(async (transaction) => {
      await noteFailed(transaction, mail, { reason, refused: refusal !== undefined, until })
      if (refusal === 'address') await suppressRefused(transaction, mail.to, transport.name)
    })
    return false
  }
  await noteSent(system, mail.id, transport.name)
  return true
}

function messageOf({ id, to, subject, text, html, tag, unsubscribeUrl }: DueMail) {
  return {
    id,
    to,
    subject,
    text,
    ...(html !== null && html !== undefined && { html }),
    ...(tag !== undefined && { tag }),
    ...(unsubscribeUrl !== null && { headers: headersOf(unsubscribeUrl) }),
  }
}

/** With one click (RFC 8058): mail programs offer it beside the sender. */
function headersOf(url: string): MailHeaders {
  return {
    'List-Unsubscribe': `<${url}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

/** By name: a plugin may have another copy of the kit, and an older one says nothing of what is refused. */
function refusalIn(error: unknown): 'address' | 'message' | undefined {
  if (!(error instanceof Error) || error.name !== 'MailRefused') return undefined
  return 'of' in error && error.of === 'address' ? 'address' : 'message'
}
