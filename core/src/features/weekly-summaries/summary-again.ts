import { wordsFor } from '../mail/locales/words.ts'
import { accountOf, notAgain, type WriteAgain } from '../mail/past-mail.ts'
import { weeklySummaryMail } from '../mail/templates/weekly-summary.ts'
import { isMailed } from '../notifications/preferences.ts'
import { waysOutOf } from '../notifications/unsubscribe-link.ts'
import { localWeek } from './local-week.ts'
import { timezoneSql } from './timezone.ts'
import { weeksOf } from './weeks-of.ts'

/** Tells somebody of their week once more, with the numbers as they are now; only of the week that ended last. */
export const summaryAgain: WriteAgain = async ({ config }, transaction, mail) => {
  const { email, id: userId, locale } = await accountOf(transaction, mail)
  const { rows } = await transaction.raw<{
    rows: { week: string; timezone: string; now: Date }[]
  }>(
    `select split_part(n.dedupe_key, ':', 2) as week, ${timezoneSql} as timezone, clock_timestamp() as now
     from notifications n join users u on u.id = n.user_id
     where n.id = any (cast(:about as uuid[])) and n.user_id = :userId and n.type = 'WEEKLY_SUMMARY'`,
    { about: [...mail.about], userId },
  )
  const [told] = rows
  const week = told && localWeek(told.now, told.timezone)
  if (week === undefined || week.from !== told?.week) {
    throw notAgain('Another week has ended since; the analytics in the app have all weeks.')
  }
  if (!(await isMailed(transaction, userId, 'WEEKLY_SUMMARY'))) {
    throw notAgain('They have switched this mail off; they can switch it on in their settings.')
  }
  const organizations = await weeksOf(transaction, userId, week)
  if (organizations.length === 0) throw notAgain('There is nothing left of that week to tell of.')
  const text = weeklySummaryMail(wordsFor(locale), {
    ...week,
    organizations,
    url: `${config.frontendUrl}/analytics`,
    waysOut: waysOutOf(config, { userId, types: ['WEEKLY_SUMMARY'] }),
  })
  return { ...text, userId, recipient: email, about: mail.about }
}
