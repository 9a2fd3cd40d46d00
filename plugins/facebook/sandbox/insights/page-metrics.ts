import { followersOf, type Page } from '@t21/meta-graph/sandbox'
import { chances } from './numbers.ts'

/** A metric's number for a day that ended before now. `day` counts days since 1970. */
type DayMetric = (page: Page, day: number) => number

/** The metrics of a page that are alive (facebook.md 6). */
export const pageMetrics: Readonly<Record<string, DayMetric>> = {
  page_media_view: (page, day) => floor(page, day, 0, 50, 900),
  page_total_media_view_unique: (page, day) => Math.floor(floor(page, day, 0, 50, 900) * 0.7),
  page_post_engagements: (page, day) => floor(page, day, 1, 5, 80),
  page_follows: (page, day) => followersOf(page) + Math.max(0, day - 20_000),
  page_daily_follows: (page, day) => floor(page, day, 2, 0, 9),
  page_daily_follows_unique: (page, day) => floor(page, day, 2, 0, 9),
  page_daily_unfollows_unique: (page, day) => floor(page, day, 3, 0, 3),
  page_views_total: (page, day) => floor(page, day, 4, 3, 60),
  page_video_views: (page, day) => floor(page, day, 5, 0, 200),
  page_total_actions: (page, day) => floor(page, day, 6, 0, 12),
  page_actions_post_reactions_total: (page, day) => floor(page, day, 7, 0, 50),
}

/** Metrics that tell a state: a week's is that of its last day. */
export const cumulativeMetrics: readonly string[] = ['page_follows']

function floor(page: Page, day: number, index: number, least: number, most: number): number {
  return Math.floor(chances(`${page.id}:${day}`)(index, least, most))
}
