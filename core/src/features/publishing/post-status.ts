import type { Knex } from 'knex'

/** The state of a post as its author sees it (specification, `PostStatus`, and two more). */
export type PostStatus =
  | 'DRAFT'
  | 'PENDING_APPROVAL'
  | 'SCHEDULED'
  | 'PUBLISHING'
  | 'PUBLISHED'
  | 'PARTIALLY_PUBLISHED'
  | 'FAILED'

/** A post whose status changed. */
export interface ChangedPost {
  readonly id: string
  readonly organizationId: string
  readonly brandId: string
  readonly status: PostStatus
}

/**
 * Derives the status of posts from their deliveries: it is never set by hand.
 *
 * Called off deliveries do not count, but for those of which something had gone out. One that waits for a person
 * keeps the post PUBLISHING: calling it failed would make people post it again. A post that waits for approval waits until
 * something of it is scheduled again.
 *
 * @returns the posts whose status is another one now
 */
export async function refreshPostStatus(
  transaction: Knex.Transaction,
  postIds: readonly string[],
): Promise<ChangedPost[]> {
  if (postIds.length === 0) return []
  // A statement sees what was committed before it began. Two deliveries of a post that end at once take turns
  // here, so that the second one sees both; otherwise each takes the other for unfinished, for ever.
  await transaction.raw(
    'select from posts where id = any (?::uuid[]) order by id for no key update',
    [[...postIds]],
  )
  const { rows } = await transaction.raw<{ rows: ChangedPost[] }>(
    `update posts p set status = s.status, published_at = s.published_at,
       scheduled_for = case when s.status = 'DRAFT' then null else p.scheduled_for end
     from (
       select p.id,
         min(d.published_at) as published_at,
         case
           when p.status = 'PENDING_APPROVAL'
             and bool_and(d.id is null or d.state in ('published', 'failed', 'expired', 'canceled')) then p.status
           when count(d.id) = 0 then 'DRAFT'
           when bool_and(d.state = 'scheduled') then 'SCHEDULED'
           when bool_or(d.state not in ('published', 'failed', 'expired', 'canceled')) then 'PUBLISHING'
           when bool_and(d.state = 'published') then 'PUBLISHED'
           when bool_or(d.state = 'published' or d.platform_post_id is not null or d.part > 0) then 'PARTIALLY_PUBLISHED'
           else 'FAILED'
         end as status
       from posts p left join social_posts d on d.post_id = p.id
         and d.organization_id = p.organization_id
         and (d.state <> 'canceled' or d.platform_post_id is not null or d.part > 0)
       where p.id = any (?::uuid[]) group by p.id
     ) s
     where p.id = s.id and p.status <> s.status
     returning p.id, p.organization_id as "organizationId", p.brand_id as "brandId", p.status`,
    [[...postIds]],
  )
  return rows
}
