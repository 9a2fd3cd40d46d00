import { digestOf } from '../api/ids.ts'
import { pollDays } from '../api/limits.ts'
import type { StoredPost } from './post.ts'

/** What happened to a post up to a moment, besides what was done to it in the sandbox. */
export interface Attention {
  readonly impressions: number
  readonly reached: number
  readonly clicks: number
  readonly likes: number
  readonly reshares: number
  readonly saves: number
  readonly sends: number
  readonly followers: number
  readonly profileViews: number
}

const hour = 60 * 60 * 1000
const day = 24 * hour

/**
 * A post's numbers at `now` (milliseconds since 1970). They follow from its URN and age alone, begin at
 * nought and never fall.
 */
export function attentionOf(post: StoredPost, now: number): Attention {
  const chance = digestOf(post.urn)
  const share = (index: number, least: number, most: number) =>
    least + (chance.readUInt16BE(index * 2) / 0xffff) * (most - least)
  const age = Math.max(0, now - post.createdAt)
  // Half of what a post will ever get comes in its first 17 hours or so.
  const impressions = Math.floor(share(0, 60, 3000) * (1 - Math.exp(-age / day)))
  const of = (rate: number) => Math.floor(impressions * rate)
  return {
    impressions,
    reached: of(share(1, 0.5, 0.8)),
    clicks: of(share(2, 0.005, 0.04)),
    likes: of(share(3, 0.01, 0.05)),
    reshares: of(share(4, 0.001, 0.01)),
    saves: of(share(5, 0, 0.01)),
    sends: of(share(6, 0, 0.005)),
    followers: of(share(7, 0, 0.003)),
    profileViews: of(share(8, 0.001, 0.01)),
  }
}

/** When a poll ends, in milliseconds since 1970. */
export function pollEnd(post: StoredPost): number {
  return post.content?.kind === 'poll'
    ? post.createdAt + pollDays[post.content.duration] * day
    : post.createdAt
}

/** The votes for each option of a post's poll at `now`. They stop when the poll ends. */
export function votesOf(post: StoredPost, now: number): readonly number[] {
  if (post.content?.kind !== 'poll') return []
  const { impressions } = attentionOf(post, Math.min(now, pollEnd(post)))
  const chance = digestOf(`poll:${post.urn}`)
  const weights = post.content.options.map((_, index) => 1 + chance.readUInt8(index))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => Math.floor((impressions * 0.1 * weight) / sum))
}
