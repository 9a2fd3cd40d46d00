import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { weeklySummaryMail, type WeekOf } from '../mail/templates/weekly-summary.ts'
import { inEnglish, say } from '../notifications/notice-words.ts'
import { wantedSql } from '../notifications/preferences.ts'
import { waysOutOf } from '../notifications/unsubscribe-link.ts'
import { localWeek, type LocalWeek } from './local-week.ts'
import { timezoneSql } from './timezone.ts'
import { weeksOf } from './weeks-of.ts'

interface Person {
  readonly userId: string
  readonly email: string
  readonly locale: string | null
  readonly timezone: string
  readonly now: Date
  /** False for who is gone, suspended, or has not proved the address. */
  readonly reachable: boolean
}

/** After a failure one person waits so long; the others do not. */
const retrySeconds = 3_600
const wanted = wantedSql({ type: ':type', user: 'o.owner_id' })

/**
 * Tells people on Monday morning, by the clocks of their zone, what their organizations did in the week before: once a week and
 * person, and nothing where nothing happened. For the worker.
 *
 * @param now instead of the database's clock, for tests
 * @returns how many mails are on their way
 */
export async function sendWeeklySummaries(context: Context, now?: Date): Promise<number> {
  let mailed = 0
  for (;;) {
    let person: Person | undefined
    try {
      const done = await inSystem(context.database, async (transaction) => {
        person = await claim(transaction, now)
        return person === undefined ? undefined : await tell(context, transaction, person)
      })
      if (done === undefined) return mailed
      if (done) mailed += 1
    } catch (err) {
      const userId = (person as Person | undefined)?.userId
      if (userId === undefined) throw err
      context.log.warn({ err, userId }, 'a weekly summary could not be made')
      await context.database.system.raw(
        `update weekly_summaries set due_at = greatest(due_at, coalesce(cast(:now as timestamptz), clock_timestamp()))
           + :seconds * interval '1 second' where user_id = :userId`,
        { userId, seconds: retrySeconds, now: now ?? null },
      )
    }
  }
}

/** The next person whose week is to be looked at; the row is held until the transaction ends. */
async function claim(
  transaction: Knex.Transaction,
  now: Date | undefined,
): Promise<Person | undefined> {
  const { rows } = await transaction.raw<{ rows: Person[] }>(
    `with clock as (select coalesce(cast(:now as timestamptz), clock_timestamp()) as now)
     select w.user_id as "userId", u.email, u.locale, clock.now,
       u.status = 'active' and u.email_verified_at is not null as reachable,
       ${timezoneSql} as timezone
     from weekly_summaries w join users u on u.id = w.user_id cross join clock
     where w.due_at <= clock.now order by w.due_at limit 1 for update of w skip locked`,
    { now: now ?? null },
  )
  return rows[0]
}

/** @returns whether a mail was written */
async function tell(
  context: Context,
  transaction: Knex.Transaction,
  person: Person,
): Promise<boolean> {
  const { userId } = person
  const week = localWeek(person.now, person.timezone)
  await transaction('weekly_summaries').where({ user_id: userId }).update({ due_at: week.nextDue })
  if (!week.isTime || !person.reachable) return false
  const organizations = await weeksOf(transaction, userId, week)
  if (organizations.length === 0) return false
  const noted = await note(transaction, userId, week, organizations)
  if (noted === undefined) return false
  const { config } = context
  const mail = weeklySummaryMail(wordsFor(person.locale), {
    ...week,
    organizations,
    url: `${config.frontendUrl}/analytics`,
    waysOut: waysOutOf(config, { userId, types: ['WEEKLY_SUMMARY'] }),
  })
  await enqueueMail(transaction, { ...mail, userId, recipient: person.email, about: [noted] })
  return true
}

/**
 * Writes the notification, which is there once a week whoever runs twice.
 *
 * @returns its id, where it is new, and wanted by mail
 */
async function note(
  transaction: Knex.Transaction,
  userId: string,
  { from }: LocalWeek,
  organizations: readonly WeekOf[],
): Promise<string | undefined> {
  const sum = (what: 'published' | 'failed' | 'scheduled'): number =>
    organizations.reduce((total, one) => total + one[what], 0)
  const words = say('weeklySummary', {
    published: sum('published'),
    failed: sum('failed'),
    scheduled: sum('scheduled'),
  })
  const { rows } = await transaction.raw<{ rows: { id: string; mailed: boolean }[] }>(
    `insert into notifications (organization_id, user_id, type, title, message, words, link, dedupe_key,
       in_app, email_at)
     select o.id, o.owner_id, :type, :title, :message, cast(:words as jsonb), '/analytics', :key, ${wanted.inApp}, null
     from organizations o ${wanted.join}
     where o.owner_id = :userId and o.personal and ${wanted.condition}
     on conflict (user_id, dedupe_key) where dedupe_key is not null do nothing
     returning id, (select ${wanted.emailAt} is not null from organizations o ${wanted.join}
       where o.owner_id = :userId and o.personal) as mailed`,
    {
      userId,
      type: 'WEEKLY_SUMMARY',
      ...inEnglish(words),
      words: JSON.stringify(words),
      key: `weekly-summary:${from}`,
    },
  )
  return rows.find(({ mailed }) => mailed)?.id
}
