import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { alwaysMailed, defaultPreference } from './preferences.ts'
import type { Unsubscribing } from './unsubscribe-link.ts'

/** Switches mails of these types off for a person; in the app all stays as it is. Again is no change, and so is it for nobody. */
export async function unsubscribe(
  { database }: Pick<Context, 'database'>,
  { userId, types }: Unsubscribing,
): Promise<void> {
  const rows = types
    .filter((type) => !alwaysMailed.includes(type))
    .map((type) => ({ type, in_app: defaultPreference(type).inApp }))
  if (rows.length === 0) return
  await inSystem(database, async (transaction) => {
    await transaction.raw(
      `insert into notification_preferences (user_id, type, in_app, email)
       select u.id, wanted.type, wanted.in_app, false
       from users u cross join jsonb_to_recordset(cast(:rows as jsonb)) as wanted(type text, in_app boolean)
       where u.id = cast(:userId as uuid) and u.status <> 'deleted'
       on conflict (user_id, type) do update set email = false`,
      { rows: JSON.stringify(rows), userId },
    )
  })
}
