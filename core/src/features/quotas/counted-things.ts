import type { QuotaMetric } from './plan-limits.ts'

/**
 * What is there of everything that is counted as long as it is there, as SQL with the columns `organization_id`,
 * `subject_id` and `amount`. Each row was counted, and is given back, in the transaction of the thing.
 *
 * Not posts and AI credits: those are used in a month, and stay used when the post goes; their ledger is all there is. Nor
 * the only member of a personal organization, who cannot be one too many.
 */
export const countedThings: Partial<Readonly<Record<QuotaMetric, string>>> = {
  brands: one('brands thing', 'true'),
  members: one('team_members thing', 'not o.personal'),
  socialAccounts: one('social_accounts thing', `thing.status <> 'disconnected'`),
  mediaBytes: `${bytes('media thing', `thing.status in ('storing', 'ready')`)}
    union all ${bytes('media_uploads thing', `thing.status <> 'done' and thing.media_id is null`)}`,
}

function one(from: string, where: string): string {
  return things(from, '1', where)
}

function bytes(from: string, where: string): string {
  return things(from, 'thing.size', `thing.size > 0 and ${where}`)
}

/** Of a deleted organization everything goes, without being given back one by one. */
function things(from: string, amount: string, where: string): string {
  return `select thing.organization_id, thing.id as subject_id, cast(${amount} as bigint) as amount
    from ${from} join organizations o on o.id = thing.organization_id
    where o.status <> 'deleted' and ${where}`
}
