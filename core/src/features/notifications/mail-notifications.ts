import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { notificationsMail } from '../mail/templates/notifications.ts'

const batch = 200

interface Due {
  readonly userId: string
  readonly email: string
  readonly title: string
  readonly message: string
  readonly link: string | null
}

/**
 * Mails what people wanted by mail and have not read within the minute that it waited: one mail a person, with all that is due.
 * It is put into the outbox by the commit that takes it off the list, so that it is mailed once, whoever dies in between. For the worker.
 *
 * @returns how many notifications are on their way
 */
export async function mailNotifications(context: Context): Promise<number> {
  let mailed = 0
  for (;;) {
    const { taken, told } = await inSystem(context.database, (transaction) =>
      mailBatch(context, transaction),
    )
    mailed += told
    if (taken < batch) return mailed
  }
}

async function mailBatch(
  { config }: Context,
  transaction: Knex.Transaction,
): Promise<{ readonly taken: number; readonly told: number }> {
  const { rows: ids } = await transaction.raw<{ rows: { id: string }[] }>(
    `update notifications set email_at = null where id in (
       select id from notifications where email_at <= clock_timestamp()
       order by email_at limit ? for update skip locked)
     returning id`,
    [batch],
  )
  if (ids.length === 0) return { taken: 0, told: 0 }
  // To nobody who left the organization meanwhile, and to no address that was not proved.
  const { rows } = await transaction.raw<{ rows: Due[] }>(
    `select n.user_id as "userId", u.email, n.title, n.message, n.link
     from notifications n
     join users u on u.id = n.user_id and u.status = 'active' and u.email_verified_at is not null
     join team_members m on m.organization_id = n.organization_id and m.user_id = n.user_id
     join organizations o on o.id = n.organization_id and o.status = 'active'
     where n.id = any (cast(? as uuid[])) and n.read_at is null order by n.user_id, n.id`,
    [ids.map(({ id }) => id)],
  )
  for (const [userId, items] of Map.groupBy(rows, (row) => row.userId)) {
    const [first] = items
    if (first === undefined) continue
    const mail = notificationsMail({ frontendUrl: config.frontendUrl, items })
    await enqueueMail(transaction, { userId, recipient: first.email, ...mail })
  }
  return { taken: ids.length, told: rows.length }
}
