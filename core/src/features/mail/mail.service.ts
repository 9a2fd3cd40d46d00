import type { MailMessage, MailTransport } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { withinTime } from '../../http/within-time.ts'
import { redact } from '../../redact.ts'
import type { MailText } from './templates/mail-text.ts'

/** A mail to be sent once the caller's transaction has committed. */
export interface NewMail extends MailText {
  readonly userId: string | null
  readonly recipient: string
}

interface DueMail extends Omit<MailMessage, 'from'> {
  readonly attempts: number
}

/** How many mails are sent at a time, and how long one may take. */
const batchSize = 10
const sendMilliseconds = 30_000
/** A claimed mail whose process died is free again after this; longer than a send may take. */
const leaseSeconds = 90
const firstDelaySeconds = 30
const longestDelaySeconds = 3_600
/** With the delays above: about a day. Links in mails have expired by then. */
const mostAttempts = 30
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
    subject: mail.subject,
    body_text: mail.text,
  })
  await transaction.raw('select ring_mail()')
}

/**
 * Sends what is due, until nothing is. A mail counts as sent only after the transport took it over; one
 * that fails is tried again, later each time, under the same id. Several processes share the work.
 *
 * @returns the number of mails that were sent; 0 where no transport is configured: they wait
 */
export async function sendDueMail(context: Context): Promise<number> {
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
    `update mail_messages set attempts = attempts + 1,
       next_at = clock_timestamp() + ? * interval '1 second'
     where id in (select id from mail_messages where next_at <= clock_timestamp()
       order by next_at limit ? for update skip locked)
     returning id, recipient as "to", subject, body_text as text, attempts`,
    [leaseSeconds, batchSize],
  )
  return rows
}

async function sendOne(
  context: Context,
  transport: MailTransport,
  mail: DueMail,
): Promise<boolean> {
  const { config, database, log } = context
  const { attempts, ...message } = mail
  try {
    const from = config.mailFrom ?? withoutSender
    await withinTime(sendMilliseconds, transport.send({ ...message, from }))
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error))
    log.warn({ mailId: mail.id, attempts, reason, transport: transport.name }, 'mail not sent')
    const final = isRefusal(error) || attempts >= mostAttempts
    await postpone(database.system, mail, { reason, final })
    return false
  }
  // The text held a secret link; once it is delivered, nothing here needs it any more.
  await database
    .system('mail_messages')
    .where({ id: mail.id })
    .update({
      sent_at: database.system.raw('clock_timestamp()'),
      next_at: null,
      error: null,
      body_text: '',
    })
  return true
}

/** By name: a plugin may have another copy of the kit. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'MailRefused'
}

async function postpone(
  system: Knex,
  mail: DueMail,
  { reason, final }: { readonly reason: string; readonly final: boolean },
): Promise<void> {
  const seconds = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (mail.attempts - 1))
  await system('mail_messages')
    .where({ id: mail.id })
    .update({
      error: reason,
      next_at: final ? null : system.raw(`clock_timestamp() + ? * interval '1 second'`, [seconds]),
      ...(final ? { body_text: '' } : {}),
    })
}
