import type { Knex } from 'knex'
import { accountOf, notAgain, type WriteAgain } from '../mail/past-mail.ts'
import { limitStillReached, type LimitNotice } from '../quotas/limit-still-reached.ts'
import { mailsOf, type Due } from './mail-notifications.ts'
import type { NotificationType } from './notification-types.ts'
import { wantedSql } from './preferences.ts'
import { holdsSql, stillTrue } from './still-true.ts'

interface Told extends Due, LimitNotice {
  readonly words: Due['words']
  /** Whether it is so; `null` where nobody can say. */
  readonly holds: boolean | null
  /** Something was told of the same thing since. */
  readonly isOld: boolean
  readonly isWanted: boolean
}

const wanted = wantedSql({ type: 'n.type', user: 'n.user_id' })

/**
 * Tells once more what notifications told that are true still, in one mail. Those that are not any more are left out; where none is left, it
 * says of the first one why.
 */
export const noticesAgain: WriteAgain = async (context, transaction, mail) => {
  const { id } = await accountOf(transaction, mail)
  const told = await toldOf(transaction, mail.about, id)
  if (told.length === 0) {
    throw notAgain('What it told is not kept any more, or they are not in that organization now.')
  }
  const problems = await Promise.all(told.map((one) => problemOf(transaction, one)))
  const [first] = problems
  const items = told.filter((_one, index) => problems[index] === null)
  const [again] = mailsOf(context, items)
  if (again === undefined) throw notAgain(first ?? 'There is nothing left to tell.')
  return again
}

/** To nobody who left the organization meanwhile, as the first time. */
async function toldOf(
  transaction: Knex.Transaction,
  about: readonly string[],
  userId: string,
): Promise<Told[]> {
  const { rows } = await transaction.raw<{ rows: Told[] }>(
    `select n.id, n.user_id as "userId", u.email, u.locale, n.type, n.title, n.message, n.words, n.link,
       n.organization_id as "organizationId", n.dedupe_key as "dedupeKey", ${holdsSql} as holds,
       n.subject_id is not null and exists (select from notifications newer where newer.user_id = n.user_id
         and newer.subject_id = n.subject_id and newer.type = n.type and newer.id > n.id) as "isOld",
       ${wanted.emailAt} is not null as "isWanted"
     from notifications n
     join users u on u.id = n.user_id
     join team_members m on m.organization_id = n.organization_id and m.user_id = n.user_id
     join organizations o on o.id = n.organization_id and o.status = 'active'
     ${wanted.join}
     where n.id = any (cast(:about as uuid[])) and n.user_id = :userId order by n.id`,
    { about: [...about], userId },
  )
  return rows
}

/** Why something is not told again; `null` where it is. */
async function problemOf(transaction: Knex.Transaction, told: Told): Promise<string | null> {
  const { holds, isOld, isWanted, type } = told
  const truth = stillTrue[type as NotificationType]
  if (truth === undefined || holds === null) {
    return 'It told of a moment that is past; it stands among their notifications in the app.'
  }
  const isTrue = holds && (type !== 'LIMIT_REACHED' || (await limitStillReached(transaction, told)))
  if (!isTrue) return truth.otherwise
  if (isOld) return 'Something newer was told about the same: send that again.'
  return isWanted
    ? null
    : 'They have switched these mails off; they can switch them on in their settings.'
}
