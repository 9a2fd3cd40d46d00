import { createHash } from 'node:crypto'
import type { StoredPost } from './post.ts'

/** What happened to a post up to a moment. */
export interface PostMetrics {
  readonly impressions: number
  readonly likes: number
  readonly replies: number
  readonly reposts: number
  readonly quotes: number
  readonly bookmarks: number
  readonly linkClicks: number
  readonly profileClicks: number
  readonly engagements: number
  readonly videoViews: number
}

const hour = 60 * 60 * 1000

/**
 * A post's numbers at `now` (milliseconds since 1970). They follow from its id and age alone, begin at
 * nought and never fall; replies and quotes made in the sandbox come on top.
 */
export function metricsOf(post: StoredPost, now: number): PostMetrics {
  const chance = createHash('sha256').update(post.id).digest()
  const share = (index: number, least: number, most: number) =>
    least + (chance.readUInt16BE(index * 2) / 0xffff) * (most - least)
  const age = Math.max(0, now - post.createdAt)
  // Half of what a post will ever get comes in its first eight hours or so.
  const impressions = Math.floor(share(0, 80, 4000) * (1 - Math.exp(-age / (12 * hour))))
  const of = (rate: number) => Math.floor(impressions * rate)

  const likes = of(share(1, 0.01, 0.06))
  const replies = of(share(2, 0.001, 0.006)) + post.replies
  const reposts = of(share(3, 0.001, 0.012))
  const quotes = of(share(4, 0, 0.003)) + post.quotes
  const bookmarks = of(share(5, 0, 0.008))
  const hasLink = post.presented.links.some((link) => link.mediaKey === undefined)
  const linkClicks = hasLink ? of(share(6, 0.005, 0.03)) : 0
  const profileClicks = of(share(7, 0.001, 0.01))
  return {
    impressions,
    likes,
    replies,
    reposts,
    quotes,
    bookmarks,
    linkClicks,
    profileClicks,
    engagements: likes + replies + reposts + quotes + linkClicks + profileClicks,
    videoViews: post.media.some(({ kind }) => kind === 'video') ? of(share(8, 0.3, 0.7)) : 0,
  }
}

/** The votes for each option of a post's poll at `now`. They stop when the poll ends. */
export function votesOf(post: StoredPost, now: number): readonly number[] {
  const { poll } = post
  if (poll === null) return []
  const { impressions } = metricsOf(post, Math.min(now, Date.parse(poll.endsAt)))
  const chance = createHash('sha256').update(poll.id).digest()
  const weights = poll.options.map((_, index) => 1 + chance.readUInt8(index))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => Math.floor((impressions * 0.1 * weight) / sum))
}
