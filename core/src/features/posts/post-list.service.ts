import { createHash } from 'node:crypto'
import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { patternsOf } from '../../db/like-patterns.ts'
import { read } from '../../db/read.ts'
import { invalid } from '../../errors.ts'
import { decodeCursor, page } from '../../http/pagination.ts'
import { refuseUnstorable } from '../../http/unstorable.ts'
import type { PostRow } from './post.presenter.ts'
import { joinMedia, postColumns, postPlace } from './post.queries.ts'
import { scopeOf } from './post-scope.ts'
import type { ListPostsQuery } from './posts.schemas.ts'

/** How each filter narrows the list of posts `p`. */
const filters = {
  brandId: 'p.brand_id = ?',
  status: 'p.status = ?',
  platform: 'p.platforms @> array[cast(? as text)]',
  from: 'p.calendar_at >= cast(? as timestamptz)',
  to: 'p.calendar_at < cast(? as timestamptz)',
} as const satisfies Partial<Record<keyof ListPostsQuery, string>>

/**
 * A page of the posts of an organization, newest first, in one statement.
 *
 * @throws ApiError NOT_FOUND for an organization that one does not belong to, INVALID_CURSOR,
 * VALIDATION_ERROR
 */
export async function listPosts(
  context: Context,
  principal: Principal,
  query: ListPostsQuery,
): Promise<{ items: readonly PostRow[]; meta: { nextCursor: string | null } }> {
  refuseUnstorable(query)
  refuseNoMoment('from', query.from)
  refuseNoMoment('to', query.to)
  refuseNoTime(query.from, query.to)
  const scope = scopeOf(principal, query)
  const [readable, readableBindings] = visible(principal, 'read', 'Post', postPlace)
  const conditions = [scope.sql, readable]
  const bindings = [scope.binding, ...readableBindings]
  const narrowed: [string, string][] = [['of', scope.name]]
  for (const [name, sql] of Object.entries(filters)) {
    const value = query[name as keyof typeof filters]
    if (value === undefined) continue
    conditions.push(sql)
    bindings.push(name === 'from' || name === 'to' ? new Date(value).toISOString() : value)
    narrowed.push([name, value])
  }
  if (query.q !== undefined) {
    conditions.push('p.content ilike all (cast(? as text[]))')
    bindings.push(patternsOf(query.q))
    narrowed.push(['q', query.q])
  }
  const { urlSecret: secret } = context.config
  const list = nameOf(narrowed)
  if (query.cursor !== undefined) {
    conditions.push('p.id < ?')
    bindings.push(decodeCursor(secret, list, query.cursor))
  }
  const statement = context.database.api.raw(
    `select ${postColumns}, m.media_ids, m.alt_texts from posts p ${joinMedia}
     where ${conditions.join(' and ')} order by p.id desc limit ?`,
    [...bindings, query.limit + 1],
  )
  const rows = await read<PostRow>(context.database, principal.organizationIds, statement)
  return page(rows, { limit: query.limit, secret, list })
}

/** Of a fixed length, since it is part of every cursor. */
function nameOf(narrowed: readonly (readonly [string, string])[]): string {
  return `posts:${createHash('sha256').update(JSON.stringify(narrowed)).digest('base64url').slice(0, 22)}`
}

/** Whoever exchanges the two would read an empty page as "there are none". */
function refuseNoTime(from: string | undefined, to: string | undefined): void {
  if (from === undefined || to === undefined || new Date(from) < new Date(to)) return
  throw invalid('to', 'Must be later than `from`.')
}

/** The format lets through what is no moment (a 61st second) and what PostgreSQL has none of (a year 0). */
function refuseNoMoment(field: string, moment: string | undefined): void {
  if (moment === undefined || new Date(moment).getUTCFullYear() >= 1) return
  throw invalid(field, 'There is no such moment; use ISO 8601 with a zone.')
}
