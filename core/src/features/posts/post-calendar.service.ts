import type { Static } from 'typebox'
import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { refuseUnstorable } from '../../http/unstorable.ts'
import type { CalendarItem, CalendarQuery } from './calendar.schemas.ts'
import { monthRange, type MonthRange } from './month-range.ts'
import type { PostStatus } from './post.model.ts'
import { postPlace } from './post.queries.ts'
import { scopeOf } from './post-scope.ts'

/** What a calendar needs of a post, as the database has it. */
interface CalendarRow {
  readonly id: string
  readonly brand_id: string
  readonly status: PostStatus
  readonly scheduled_for: Date | null
  readonly published_at: Date | null
  readonly platforms: string[]
  readonly excerpt: string
  readonly thumbnail_media_id: string | null
}

/** A month of posts. */
export interface CalendarMonth extends MonthRange {
  readonly rows: readonly CalendarRow[]
  readonly truncated: boolean
}

const maxItems = 2_000

const columns = `p.id, p.brand_id, p.status, p.scheduled_for, p.published_at, p.platforms,
  left(p.content, 140) as excerpt,
  (select media_id from post_media
   where post_id = p.id and organization_id = p.organization_id
     and platform = '' and part = 0 and position = 0) as thumbnail_media_id`

/**
 * The posts of a month as people in a time zone live it; scheduled, or else published, then.
 *
 * @throws ApiError VALIDATION_ERROR for a zone that does not exist; NOT_FOUND
 */
export async function calendarOf(
  context: Context,
  principal: Principal,
  query: CalendarQuery,
): Promise<CalendarMonth> {
  refuseUnstorable(query)
  const { from, to } = monthRange(query.month, query.timezone)
  const scope = scopeOf(principal, query)
  const [readable, bindings] = visible(principal, 'read', 'Post', postPlace)
  const ofBrand = query.brandId === undefined ? '' : 'and p.brand_id = ?'
  const statement = context.database.api.raw(
    `select ${columns} from posts p
     where ${scope.sql} and ${readable} and p.calendar_at >= ? and p.calendar_at < ? ${ofBrand}
     order by p.calendar_at, p.id limit ?`,
    [
      scope.binding,
      ...bindings,
      from,
      to,
      ...(query.brandId === undefined ? [] : [query.brandId]),
      maxItems + 1,
    ],
  )
  const rows = await read<CalendarRow>(context.database, principal.organizationIds, statement)
  return { from, to, rows: rows.slice(0, maxItems), truncated: rows.length > maxItems }
}

/** An entry of the calendar as the API answers it. */
export function presentCalendarRow(row: CalendarRow): Static<typeof CalendarItem> {
  return {
    id: row.id,
    brandId: row.brand_id,
    status: row.status,
    scheduledFor: row.scheduled_for === null ? null : row.scheduled_for.toISOString(),
    publishedAt: row.published_at === null ? null : row.published_at.toISOString(),
    platforms: row.platforms,
    excerpt: row.excerpt,
    thumbnailMediaId: row.thumbnail_media_id,
  }
}
