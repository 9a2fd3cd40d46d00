import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { attemptKey, countAttempt } from '../auth/attempts.ts'
import { mailLink } from '../auth/links.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { exportAskedMail } from '../mail/templates/export-asked.ts'
import { User } from '../users/user.model.ts'

/** New exports that a person may ask for in a day. */
const perDay = { attempts: 5, seconds: 86_400 }

/** An export of a person's data (table `account_exports`). */
export interface AccountExport {
  readonly id: string
  readonly status: 'waiting' | 'ready' | 'failed'
  readonly size: number | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

/**
 * Asks for an export, one at a time.
 *
 * @throws ApiError EXPORT_IN_PROGRESS with the id of the one that is being made; RATE_LIMIT_EXCEEDED after five in a day
 */
export async function askForExport(
  context: Context,
  { userId }: Pick<Principal, 'userId'>,
): Promise<AccountExport> {
  return inSystem(context.database, (transaction) => ask(context, transaction, userId))
}

/**
 * The same for staff who were asked by the person: the way to it goes to the person, by mail, and to nobody else.
 *
 * @throws ApiError as above; NOT_FOUND for somebody who is not active
 */
export async function askForExportOf(context: Context, userId: string): Promise<void> {
  await inSystem(context.database, async (transaction) => {
    const user = await User.query(transaction).findOne({ id: userId, status: 'active' })
    if (user === undefined) throw notFound('User')
    const { id } = await ask(context, transaction, userId)
    const link = mailLink(context.config.frontendUrl, `settings/exports/${id}`)
    const asked = exportAskedMail(wordsFor(user.locale), { link })
    await enqueueMail(transaction, { userId, recipient: user.email, about: [id], ...asked })
  })
}

async function ask(
  context: Context,
  transaction: Knex.Transaction,
  userId: string,
): Promise<AccountExport> {
  // Two at once take turns; the second one finds what the first one began.
  await transaction('users').where({ id: userId }).forUpdate().select('id')
  const running = await exportsOf(transaction, userId).where('status', 'waiting').first()
  if (running !== undefined) {
    throw new ApiError('EXPORT_IN_PROGRESS', undefined, { details: { id: running.id } })
  }
  await countAttempt(context.database.system, attemptKey('export', userId), perDay)
  const [row] = await transaction('account_exports').insert({ user_id: userId }).returning('id')
  const { id } = row as { id: string }
  const made = await exportsOf(transaction, userId).where({ id }).first()
  if (made === undefined) throw notFound('Export')
  return made
}

/** @throws ApiError NOT_FOUND, for somebody else's and for one whose time is over, too */
export async function getExport(
  context: Context,
  { userId }: Principal,
  id: string,
): Promise<AccountExport> {
  const found = await exportsOf(context.database.system, userId).where({ id }).first()
  if (found === undefined) throw notFound('Export')
  return found
}

/** The key of a finished export's file. @throws ApiError NOT_FOUND, also for somebody who was suspended since */
export async function fileOfExport(context: Context, id: string): Promise<string> {
  const ready = await live(context.database.system)
    .where({ id, status: 'ready' })
    .whereRaw(`exists (select from users u where u.id = user_id and u.status = 'active')`)
    .first('id')
  if (ready === undefined) throw notFound('Export')
  return keyOf(id)
}

/** Where the file of an export is stored. */
export function keyOf(id: string): string {
  return `exports/${id}`
}

function live(system: Knex): Knex.QueryBuilder {
  return system('account_exports').whereRaw(
    '(expires_at is null or expires_at > clock_timestamp())',
  )
}

function exportsOf(system: Knex, userId: string): Knex.QueryBuilder<object, AccountExport[]> {
  return live(system).where({ user_id: userId }).select({
    id: 'id',
    status: 'status',
    size: 'size',
    createdAt: 'created_at',
    expiresAt: 'expires_at',
  }) as never
}
