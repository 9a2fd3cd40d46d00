import type { Knex } from 'knex'
import { NotificationType } from './notification-types.ts'

/** How one person wants to be told about one kind of thing. */
export interface Preference {
  readonly type: NotificationType
  readonly inApp: boolean
  readonly email: boolean
}

/** Every kind of thing that people are told about. */
export const notificationTypes: readonly NotificationType[] = NotificationType.anyOf.map(
  (literal) => literal.const,
)

/**
 * What comes by mail too unless somebody wants it otherwise: what needs a person, and the week once a week. In the app, everything is told. An invitation
 * has a mail of its own.
 */
const mailedByDefault: readonly NotificationType[] = [
  'POST_FAILED',
  'SUBSCRIPTION_UPDATED',
  'PAYMENT_FAILED',
  'LIMIT_REACHED',
  'DELIVERY_NEEDS_ATTENTION',
  'ACCOUNT_NEEDS_RECONNECT',
  'ACCOUNT_EXPIRES_SOON',
  'POST_EXPIRED',
  'PUBLISHING_PAUSED',
  'WEEKLY_SUMMARY',
  'PAYMENT_REVERSED',
]

/** What always comes by mail: who does not read it may lose what they pay for. */
export const alwaysMailed: readonly NotificationType[] = ['PAYMENT_FAILED']

/** How somebody is told who has said nothing about it. */
export function defaultPreference(type: NotificationType): Preference {
  return { type, inApp: true, email: mailedByDefault.includes(type) }
}

/** A notification waits so long before it is mailed, in seconds: what is read until then is not mailed. */
export const mailDelaySeconds = 60

/**
 * How a person wants to be told, in the statement that tells: `type` and `user` are columns of it. Joins the preferences as
 * `wanted`; without the condition, rows would be written that nobody wants.
 */
export function wantedSql(columns: { readonly type: string; readonly user: string }): {
  readonly join: string
  readonly inApp: string
  readonly emailAt: string
  readonly condition: string
} {
  const mailed = listed(mailedByDefault)
  const inApp = 'coalesce(wanted.in_app, true)'
  const email = `(coalesce(wanted.email, ${columns.type} in (${mailed})) or ${columns.type} in (${listed(alwaysMailed)}))`
  return {
    join: `left join notification_preferences wanted
      on wanted.user_id = ${columns.user} and wanted.type = ${columns.type}`,
    inApp,
    emailAt: `case when ${email} then clock_timestamp() + interval '${mailDelaySeconds} seconds' end`,
    condition: `(${inApp} or ${email})`,
  }
}

/** Whether somebody wants this kind of thing by mail. */
export async function isMailed(
  knex: Knex,
  userId: string,
  type: NotificationType,
): Promise<boolean> {
  const { condition: _, ...wanted } = wantedSql({ type: 'asked.type', user: 'asked.user_id' })
  const { rows } = await knex.raw<{ rows: { mailed: boolean }[] }>(
    `select ${wanted.emailAt} is not null as mailed
     from (select cast(:userId as uuid) as user_id, cast(:type as text) as type) as asked ${wanted.join}`,
    { userId, type },
  )
  return rows[0]?.mailed === true
}

function listed(types: readonly NotificationType[]): string {
  return types.map((type) => `'${type}'`).join(', ')
}
