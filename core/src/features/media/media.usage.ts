import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import type { Media } from './media.model.ts'

/** Where a medium is used. */
export interface MediaUsage {
  /** Newest first, at most a hundred; drafts too. */
  readonly posts: readonly {
    readonly id: string
    readonly brandId: string
    readonly status: string
  }[]
  /** Brands whose logo it is. */
  readonly logos: readonly string[]
}

const mostPosts = 100

/** A condition: whether some post or logo has the medium of the row. */
export const isUsed = `(exists (
    select from post_media u where u.organization_id = media.organization_id and u.media_id = media.id)
  or exists (
    select from brands b where b.organization_id = media.organization_id and b.logo_media_id = media.id))`

/** Where a medium is used, as far as the reader sees it. */
export async function usageOf(
  context: Context,
  principal: Principal,
  { id, organizationId }: Pick<Media, 'id' | 'organizationId'>,
): Promise<MediaUsage> {
  const [posts, postBindings] = visible(principal, 'read', 'Post', {
    organizationId: 'p.organization_id',
    brandId: 'p.brand_id',
  })
  const [brands, brandBindings] = visible(principal, 'read', 'Brand', {
    organizationId: 'b.organization_id',
    brandId: 'b.id',
  })
  const query = context.database.api.raw(
    `select
      (select coalesce(json_agg(used order by used.id desc), '[]') from (
        select p.id, p.brand_id as "brandId", p.status from posts p
        where p.organization_id = ? and ${posts} and exists (
          select from post_media u
          where u.organization_id = p.organization_id and u.post_id = p.id and u.media_id = ?)
        order by p.id desc limit ${mostPosts}) as used) as posts,
      (select coalesce(json_agg(b.id order by b.id), '[]') from brands b
        where b.organization_id = ? and b.logo_media_id = ? and ${brands}) as logos`,
    [organizationId, ...postBindings, id, organizationId, id, ...brandBindings] as string[],
  )
  const [row] = await read<MediaUsage>(context.database, [organizationId], query)
  return row ?? { posts: [], logos: [] }
}

/**
 * The oldest other medium of the library with the same bytes, of those that the reader sees. Bytes that come again are stored
 * and counted again, so that each medium can be changed and deleted by itself.
 */
export async function duplicateOf(
  context: Context,
  principal: Principal,
  { id, organizationId, sha256 }: Media,
): Promise<string | null> {
  const query = context.database
    .api('media')
    .where({ organization_id: organizationId, sha256, status: 'ready' })
    .whereNot({ id })
    .whereRaw(...visible(principal, 'read', 'Media'))
    .orderBy('id')
    .limit(1)
    .select('id')
  const [row] = await read<{ id: string }>(context.database, [organizationId], query)
  return row?.id ?? null
}
