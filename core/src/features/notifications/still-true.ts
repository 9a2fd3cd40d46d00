import type { NotificationType } from './notification-types.ts'

/** Whether what a notification told is so at this moment. */
interface Truth {
  /** SQL, of a row `n` of `notifications`. */
  readonly holds: string
  /** What to say where it is not. */
  readonly otherwise: string
}

const value = (name: string): string => `(n.words -> 'values' ->> '${name}')`
const key = `n.words ->> 'key'`
const sameMoment = (column: string, name: string): string =>
  `date_trunc('milliseconds', ${column}) is not distinct from cast(${value(name)} as timestamptz)`

const dayOf = (moment: string): string => `cast(${moment} at time zone 'UTC' as date)`
const endDay = `cast(${value('day')} as date)`

const post = (status: string): string =>
  `exists (select from posts p where p.organization_id = n.organization_id and p.id = n.subject_id and p.status = ${status})`
const delivery = (state: string): string =>
  `exists (select from social_posts d where d.organization_id = n.organization_id and d.id = n.subject_id
    and d.state = '${state}')`
const account = (condition: string): string =>
  `exists (select from social_accounts a where a.organization_id = n.organization_id and a.id = n.subject_id
    and ${condition})`
const subscription = (condition: string): string =>
  `exists (select from subscriptions s where s.organization_id = n.organization_id and ${condition})`

/**
 * What can be told again, and only while it is so. What is not here told of a moment that is past, or of what only its own page shows
 * as it is now.
 */
export const stillTrue: Partial<Readonly<Record<NotificationType, Truth>>> = {
  POST_PUBLISHED: { holds: post(`'PUBLISHED'`), otherwise: 'The post is not published any more.' },
  POST_FAILED: {
    holds: post(
      `case ${key} when 'postPartlyPublished' then 'PARTIALLY_PUBLISHED' else 'FAILED' end`,
    ),
    otherwise: 'The post has moved on since: it did not stay failed.',
  },
  POST_EXPIRED: {
    holds: delivery('expired'),
    otherwise: 'The delivery has moved on since: somebody retried it or called it off.',
  },
  DELIVERY_NEEDS_ATTENTION: {
    holds: delivery('needs_attention'),
    otherwise: 'The delivery waits for nobody any more: it was resolved.',
  },
  ACCOUNT_NEEDS_RECONNECT: {
    holds: account(`a.status = 'needs_reconnect'`),
    otherwise: 'The account needs no connecting any more: it was connected again, or removed.',
  },
  ACCOUNT_EXPIRES_SOON: {
    holds: account(`a.status = 'active' and ${endDay} >= ${dayOf('clock_timestamp()')}
      and ${endDay} in (${dayOf('a.token_expires_at')}, ${dayOf('a.refresh_expires_at')})`),
    otherwise: 'The connection does not end on that day any more.',
  },
  PAYMENT_FAILED: {
    holds: subscription(
      `s.status = 'past_due' and s.tier <> 'FREE' and ${sameMoment('s.grace_until', 'day')}`,
    ),
    otherwise: 'That payment is not late any more, or its time is another one by now.',
  },
  PAYMENT_REVERSED: {
    holds: `exists (select from billing_reversals r where r.organization_id = n.organization_id
      and n.dedupe_key = 'billing:reversal:' || r.provider_reversal_id || ':' || r.status)`,
    otherwise: 'The refund or dispute stands otherwise by now.',
  },
  SUBSCRIPTION_UPDATED: {
    holds: `case ${key}
      when 'planChanged' then ${subscription(`s.tier = ${value('tier')}`)}
      when 'planEnds' then ${subscription(`s.cancel_at_period_end and s.status <> 'canceled'
        and ${sameMoment('s.current_period_end', 'day')}`)}
      when 'planCanceled' then ${subscription(`s.tier = 'FREE' and s.status = 'canceled'`)}
      when 'planUnpaid' then ${subscription(`s.tier = 'FREE' and s.status <> 'canceled'`)}
      when 'planGiven' then exists (select from plan_grants g where g.organization_id = n.organization_id
        and g.ended_at is null and g.tier = ${value('tier')} and ${sameMoment('g.until', 'day')})
      else false end`,
    otherwise: 'The plan is another one by now.',
  },
  // The numbers are compared by the plan's limits: `limit-still-reached.ts`.
  LIMIT_REACHED: {
    holds: 'true',
    otherwise: 'What is used has changed since, or a new month has begun.',
  },
}

/** SQL: whether what `n` told is so; null where that cannot be told again. */
export const holdsSql = `case n.type ${Object.entries(stillTrue)
  .map(([type, { holds }]) => `when '${type}' then (${holds})`)
  .join('\n')} end`
