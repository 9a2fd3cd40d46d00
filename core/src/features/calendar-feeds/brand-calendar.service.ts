import { createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { notFound } from '../../errors.ts'
import { hashToken } from '../auth/secret-tokens.ts'
import { writeCalendar, type CalendarEvent } from './icalendar.ts'

/** A calendar file, with what tells whether it has changed. */
export interface CalendarFile {
  readonly text: string
  readonly etag: string
}

interface FeedRow {
  readonly organization_id: string
  readonly brand_id: string
  readonly name: string
}

interface PostRow {
  readonly id: string
  readonly content: string
  readonly platforms: readonly string[]
  readonly calendar_at: Date
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
}

const daysBack = 30
const daysAhead = 180
/** More than a plan lets one publish in that time, and as much as calendars digest. */
const maxEvents = 5_000

/**
 * The calendar behind a secret address: what a brand has published and scheduled. The secret is all that
 * is known of who asks, so that this goes past row level security, by the organization that it leads to.
 *
 * @throws ApiError NOT_FOUND for an address that never was, and exactly so for a revoked one
 */
export async function calendarBehind(context: Context, token: string): Promise<CalendarFile> {
  const { system } = context.database
  const feeds = await system.raw<{ rows: FeedRow[] }>(
    `select f.organization_id, f.brand_id, b.name from calendar_feeds f
     join brands b on b.id = f.brand_id and b.organization_id = f.organization_id
     join organizations o on o.id = f.organization_id and o.status = 'active'
     where f.token_hash = ?`,
    [hashToken(token)],
  )
  const [feed] = feeds.rows
  if (feed === undefined) throw notFound('Calendar')
  const posts = await system.raw<{ rows: PostRow[] }>(
    `select id, content, platforms, calendar_at, version, created_at, updated_at from posts
     where organization_id = ? and brand_id = ?
       and status in ('SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'PARTIALLY_PUBLISHED')
       and calendar_at >= clock_timestamp() - make_interval(days => ?)
       and calendar_at < clock_timestamp() + make_interval(days => ?)
     order by calendar_at, id limit ?`,
    [feed.organization_id, feed.brand_id, daysBack, daysAhead, maxEvents],
  )
  const { frontendUrl } = context.config
  const text = writeCalendar(
    feed.name,
    posts.rows.map((post) => eventOf(post, frontendUrl ?? null)),
  )
  const hash = createHash('sha256').update(text).digest('base64url')
  return { text, etag: `"${hash}"` }
}

function eventOf(post: PostRow, frontendUrl: string | null): CalendarEvent {
  const [line = ''] = post.content.trim().split('\n')
  const title = line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line
  return {
    uid: `post-${post.id}@t21`,
    sequence: post.version - 1,
    startsAt: post.calendar_at,
    createdAt: post.created_at,
    changedAt: post.updated_at,
    summary: title === '' ? 'Post' : title,
    description: post.content,
    categories: post.platforms,
    url: frontendUrl === null ? null : new URL(`/posts/${post.id}`, frontendUrl).href,
  }
}
