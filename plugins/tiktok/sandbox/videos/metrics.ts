import { createHash } from 'node:crypto'
import type { Post } from './videos.ts'

/** What happened to a post up to a moment. */
export interface PostMetrics {
  readonly views: number
  readonly likes: number
  readonly comments: number
  readonly shares: number
}

const hour = 60 * 60 * 1000

/**
 * A post's counters at `now` (milliseconds since 1970). They follow from its id, age and privacy alone,
 * begin at nought and never fall.
 */
export function metricsOf({ id, createdAt, publication }: Post, now: number): PostMetrics {
  const chance = createHash('sha256').update(id).digest()
  const share = (index: number, least: number, most: number) =>
    least + (chance.readUInt16BE(index * 2) / 0xffff) * (most - least)
  const age = Math.max(0, now - createdAt)
  const reach = publication.info.privacy === 'SELF_ONLY' ? 0 : share(0, 200, 20_000)
  // Half of what a post will ever get comes in its first eight hours or so.
  const views = Math.floor(reach * (1 - Math.exp(-age / (12 * hour))))
  const { commentsOff } = publication.info
  return {
    views,
    likes: Math.floor(views * share(1, 0.03, 0.12)),
    comments: commentsOff ? 0 : Math.floor(views * share(2, 0.001, 0.01)),
    shares: Math.floor(views * share(3, 0.002, 0.02)),
  }
}
