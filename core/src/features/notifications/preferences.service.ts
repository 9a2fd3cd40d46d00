import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { invalid } from '../../errors.ts'
import { requireContent } from '../../http/version.ts'
import { liftSuppression } from '../mail/suppressions.ts'
import type { NotificationType } from './notification-types.ts'
import {
  alwaysMailed,
  defaultPreference,
  notificationTypes,
  type Preference,
} from './preferences.ts'

/** What somebody wants changed about one kind of thing; what is not named stays. */
export interface PreferenceChange {
  readonly type: NotificationType
  readonly inApp?: boolean
  readonly email?: boolean
}

interface Row {
  readonly type: NotificationType
  readonly in_app: boolean
  readonly email: boolean
}

/** How a person wants to be told, of every kind of thing. They are the person's own: no organization has a part in them. */
export async function readPreferences(
  context: Context,
  { userId }: Principal,
): Promise<Preference[]> {
  return preferencesOf(context.database.system, userId)
}

/**
 * Changes what is named and nothing else.
 *
 * @param ifMatch the tag of what was read, where the change is meant for that alone
 * @returns all of them
 * @throws ApiError VALIDATION_ERROR where a type is named twice, or a mail switched off that always comes; VERSION_CONFLICT
 */
export async function changePreferences(
  context: Context,
  { userId }: Principal,
  changes: readonly PreferenceChange[],
  ifMatch?: string,
): Promise<Preference[]> {
  const twice = changes.findIndex(
    ({ type }, index) => changes.findIndex((other) => other.type === type) < index,
  )
  if (twice !== -1) throw invalid(`preferences[${twice}].type`, 'Name every type once.')
  const forced = changes.findIndex(
    ({ type, email }) => email === false && alwaysMailed.includes(type),
  )
  if (forced !== -1) {
    throw invalid(`preferences[${forced}].email`, 'What concerns payment always comes by mail.')
  }
  return inSystem(context.database, async (transaction) => {
    // Two changes at once take turns, so that neither undoes the other.
    const person = await transaction('users')
      .where({ id: userId })
      .forUpdate()
      .first<{ email: string } | undefined>('email')
    const present = await preferencesOf(transaction, userId)
    requireContent(ifMatch, present)
    const rows = changes.map(({ type, inApp, email }) => {
      const before = present.find((one) => one.type === type) ?? defaultPreference(type)
      return {
        user_id: userId,
        type,
        in_app: inApp ?? before.inApp,
        email: email ?? before.email,
      }
    })
    // Who called a mail spam, and now asks for mails, gets them.
    if (person !== undefined && changes.some(({ email }) => email === true)) {
      await liftSuppression(transaction, person.email, 'complained')
    }
    await transaction('notification_preferences')
      .insert(rows)
      .onConflict(['user_id', 'type'])
      .merge(['in_app', 'email'])
    return preferencesOf(transaction, userId)
  })
}

async function preferencesOf(system: Knex, userId: string): Promise<Preference[]> {
  const rows = await system('notification_preferences')
    .where({ user_id: userId })
    .select<Row[]>('type', 'in_app', 'email')
  return notificationTypes.map((type) => {
    const row = rows.find((one) => one.type === type)
    if (row === undefined) return defaultPreference(type)
    return { type, inApp: row.in_app, email: row.email }
  })
}
