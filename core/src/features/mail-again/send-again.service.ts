import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { attemptKey, mailLimit, mayAttempt, type Mailed } from '../auth/attempts.ts'
import { resendVerification } from '../auth/email-verification.service.ts'
import { forgotPassword } from '../auth/password-reset.service.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { notAgain, type PastMail, type WriteAgain } from '../mail/past-mail.ts'
import { heldBackSql, type SuppressionReason } from '../mail/suppressions.ts'
import { noticesAgain } from '../notifications/notices-again.ts'
import { invitationAgain } from '../organizations/invitation-again.ts'
import { exportMailAgain } from '../privacy/export-mail-again.ts'
import { summaryAgain } from '../weekly-summaries/summary-again.ts'

/** How a kind of mail is sent again: asked for anew, written anew as things are now, or never, and why. */
type Way =
  | { readonly ask: (context: Context, email: string) => Promise<Mailed> }
  | { readonly write: WriteAgain }
  | { readonly never: string }

const ofAMoment =
  'It told of something at the moment when it happened. Sent now, it would say that it happened now; the audit log says when it did.'

/** Every mail that T21 sends, by its template. */
export const waysAgain: Readonly<Record<string, Way>> = {
  'verify-email': { ask: resendVerification },
  'reset-password': { ask: forgotPassword },
  invitation: { write: invitationAgain },
  'export-asked': { write: exportMailAgain },
  'post-failed': { write: noticesAgain },
  'needs-attention': { write: noticesAgain },
  reconnect: { write: noticesAgain },
  'payment-failed': { write: noticesAgain },
  'limit-reached': { write: noticesAgain },
  notification: { write: noticesAgain },
  notifications: { write: noticesAgain },
  'weekly-summary': { write: summaryAgain },
  'password-changed': { never: ofAMoment },
  'second-factor-on': { never: ofAMoment },
  'second-factor-off': { never: ofAMoment },
  'recovery-codes-renewed': { never: ofAMoment },
  'recovery-code-used': { never: ofAMoment },
  'login-linked': { never: ofAMoment },
  'login-unlinked': { never: ofAMoment },
  'email-changed': { never: ofAMoment },
  'email-change-asked': { never: ofAMoment },
  'confirm-new-email': {
    never:
      'It went to an address that is not the account’s. They ask for the change once more in their settings.',
  },
  'account-deleted': { never: 'The account is gone, and nothing is mailed to its address.' },
}

interface Row extends PastMail {
  readonly state: string
  readonly heldBack: SuppressionReason | null
}

/**
 * Sends a mail once more, for staff: written anew, with a new link where it has one, to the address of the account; at most three of a
 * kind an hour.
 *
 * @returns the address, and what became of it
 * @throws ApiError NOT_FOUND; CONFLICT that says why it is not sent: nothing has changed then
 */
export async function sendMailAgain(
  context: Context,
  mailId: string,
): Promise<{ readonly to: string; readonly mailed: Mailed }> {
  const { system } = context.database
  const mail = await readMail(system, mailId)
  const { recipient: to, template } = mail
  const way = Object.hasOwn(waysAgain, template) ? waysAgain[template] : undefined
  if (way === undefined) throw notAgain('This version of T21 does not know this mail.')
  if ('never' in way) throw notAgain(way.never)
  if (mail.state === 'waiting')
    throw notAgain('It has not been sent yet, and is tried again by itself.')
  if (mail.heldBack !== null) throw notAgain(remedies[mail.heldBack])
  if ('ask' in way) return { to, mailed: await way.ask(context, to) }
  return inSystem(context.database, async (transaction) => {
    const again = await way.write(context, transaction, mail)
    if (!(await mayAttempt(system, attemptKey(`again-${template}`, to), mailLimit))) {
      throw new ApiError(
        'RATE_LIMIT_EXCEEDED',
        'Three of these were sent again within the hour. Wait, and let them look among what is taken for spam.',
      )
    }
    await enqueueMail(transaction, again)
    return { to, mailed: 'sent' }
  })
}

/** What can be done about an address that gets no mail. */
const remedies: Readonly<Record<SuppressionReason, string>> = {
  bounced:
    'Mail to this address came back, so it gets none. If it is right, send a verification or password-reset mail: with its link the address gets mail again. If it is wrong, they change it in their settings, or are invited at another one.',
  complained:
    'They took a mail for spam, so they get none that is optional. Only they can want it again: in their settings, by switching a kind of mail on.',
}

async function readMail(system: Knex, id: string): Promise<Row> {
  const { rows } = await system.raw<{ rows: Row[] }>(
    `select template, recipient, user_id as "userId", about, state, ${heldBackSql('m')} as "heldBack"
     from mail_messages m where id = ?`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw notFound('Mail')
  return row
}
