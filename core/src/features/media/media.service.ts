import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { authorize, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { patternsOf } from '../../db/like-patterns.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { requireVersion } from '../../http/version.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { Media } from './media.model.ts'
import { mediaPlaceOf, type MediaPlace } from './media.place.ts'
import { loadMedia } from './media.queries.ts'
import type { MediaPatch, MediaQuery } from './media.schemas.ts'
import { countedAs } from './media.store.ts'
import { isUsed } from './media.usage.ts'

const searched = `concat_ws(' ', original_name, alt, array_to_string(tags, ' ')) ilike all (cast(? as text[]))`

/** One more than a page, and the name of the list in its cursors. */
export interface MediaList {
  readonly rows: readonly Media[]
  readonly list: string
}

/** The library of an organization, newest first. @throws ApiError NOT_FOUND, INVALID_CURSOR */
export async function listMedia(
  context: Context,
  principal: Principal,
  query: MediaQuery,
): Promise<MediaList> {
  const place = await mediaPlaceOf(context, principal, 'read', query)
  const list = listName(place, query)
  const statement = Media.query(context.database.api)
    .where({ organization_id: place.organizationId, status: 'ready' })
    .whereRaw(...visible(principal, 'read', 'Media'))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (place.brandId !== null) void statement.where('brand_id', place.brandId)
  if (query.kind !== undefined) void statement.where('kind', query.kind)
  if (query.tag !== undefined) void statement.whereRaw('tags @> ?::text[]', [[query.tag]])
  if (query.q !== undefined) void statement.whereRaw(searched, [patternsOf(query.q)])
  if (query.unused !== undefined) void statement.whereRaw(query.unused ? `not ${isUsed}` : isUsed)
  if (query.cursor !== undefined) {
    void statement.where('id', '<', decodeCursor(context.config.urlSecret, list, query.cursor))
  }
  const rows = await read<object>(
    context.database,
    principal.organizationIds,
    statement.toKnexQuery(),
  )
  return { rows: rows.map((row) => Media.fromDatabaseJson(row)), list }
}

/** One medium. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function getMedia(context: Context, principal: Principal, id: string): Promise<Media> {
  const [media] = await loadMedia(context, principal.organizationIds, [id])
  if (media === undefined) throw notFound('Media')
  authorize(principal, 'read', 'Media', media)
  return media
}

/** Changes what is said about a medium. @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT */
export async function updateMedia(
  context: Context,
  principal: Principal,
  id: string,
  { version, alt, tags }: Omit<MediaPatch, 'version'> & { readonly version: number },
): Promise<Media> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const media = await lockOwn(transaction, principal, 'update', id)
    requireVersion(media, version)
    return Media.query(transaction)
      .where({ id, organization_id: media.organizationId })
      .patch({
        version: version + 1,
        ...(alt === undefined ? {} : { alt }),
        ...(tags === undefined ? {} : { tags }),
      })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

/**
 * Takes a medium out of the library. It is not found from then on, and its bytes do not count any more; they are removed by
 * the worker (`removeDeletedMedia`).
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; CONFLICT while a delivery that has not ended needs it, or it is a logo
 */
export async function deleteMedia(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  await inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const media = await lockOwn(transaction, principal, 'delete', id)
    const postIds = await postsThatNeed(transaction, media)
    if (postIds.length > 0) {
      throw new ApiError('CONFLICT', 'A post that is not published yet needs this.', {
        details: postIds.map((postId) => ({ field: 'id', message: `Needed by post ${postId}.` })),
      })
    }
    const brands = await transaction('brands')
      .where({ organization_id: media.organizationId, logo_media_id: id })
      .limit(10)
      .select<{ id: string }[]>('id')
    if (brands.length > 0) {
      throw new ApiError('CONFLICT', 'It is the logo of a brand.', {
        details: brands.map((brand) => ({ field: 'id', message: `Logo of brand ${brand.id}.` })),
      })
    }
    await Media.query(transaction)
      .where({ id, organization_id: media.organizationId })
      .patch({ status: 'deleted' })
    await returnQuota(transaction, countedAs(media))
  })
}

/** Waits for a post that is being stored with it (`posts/store-post.ts`), whose reference it then finds. */
async function lockOwn(
  transaction: Knex.Transaction,
  principal: Principal,
  action: 'update' | 'delete',
  id: string,
): Promise<Media> {
  const media = await Media.query(transaction)
    .where({ id, status: 'ready' })
    .whereRaw(...visible(principal, 'read', 'Media'))
    .forUpdate()
    .first()
  if (media === undefined) throw notFound('Media')
  authorize(principal, action, 'Media', media)
  return media
}

async function postsThatNeed(transaction: Knex.Transaction, media: Media): Promise<string[]> {
  const rows = await transaction('post_media')
    .join('social_posts', 'social_posts.post_id', 'post_media.post_id')
    .where({
      'post_media.organization_id': media.organizationId,
      'post_media.media_id': media.id,
      'social_posts.organization_id': media.organizationId,
    })
    .whereNotIn('social_posts.state', ['published', 'failed', 'canceled', 'expired'])
    .distinct<{ post_id: string }[]>('post_media.post_id')
    .limit(10)
  return rows.map(({ post_id: postId }) => postId)
}

/** Of a fixed length, since it is part of every cursor. */
function listName(place: MediaPlace, { kind, tag, q, unused }: MediaQuery): string {
  const narrowed = JSON.stringify([place.organizationId, place.brandId, kind, tag, q, unused])
  return `media:${createHash('sha256').update(narrowed).digest('base64url').slice(0, 22)}`
}
