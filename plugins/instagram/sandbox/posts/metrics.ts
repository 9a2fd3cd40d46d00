import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, traitsOf } from '../accounts/account.ts'
import { commentsOn } from '../comments/comment.ts'
import type { Post } from './post.ts'

/** What happened to a post up to now. */
export interface PostMetrics {
  readonly views: number
  readonly reach: number
  readonly likes: number
  readonly comments: number
  readonly saved: number
  readonly shares: number
  readonly reposts: number
  readonly profileVisits: number
  readonly follows: number
  /** Milliseconds. */
  readonly averageWatchTime: number
}

const hour = 60 * 60 * 1000

/**
 * A post's numbers now. They follow from its id and age alone, begin at nought and never fall; comments are
 * those made in the sandbox.
 */
export function metricsOf(context: EmulatorContext, post: Post): PostMetrics {
  const chance = createHash('sha256').update(post.id).digest()
  const share = (index: number, least: number, most: number) =>
    least + (chance.readUInt16BE(index * 2) / 0xffff) * (most - least)
  const age = Math.max(0, context.now().getTime() - post.createdAt)
  const account = findAccount(context, post.accountId)
  const most = account !== undefined && traitsOf(account).small ? 4.9 : share(0, 80, 4000)
  // Half of what a post will ever get comes in its first eight hours or so.
  const reach = Math.floor(most * (1 - Math.exp(-age / (12 * hour))))
  const of = (rate: number) => Math.floor(reach * rate)
  return {
    reach,
    views: of(share(1, 1.1, 1.9)),
    likes: of(share(2, 0.02, 0.12)),
    comments: commentsOn(context, post.id).length,
    saved: of(share(3, 0.002, 0.02)),
    shares: of(share(4, 0.001, 0.03)),
    reposts: of(share(5, 0, 0.01)),
    profileVisits: of(share(6, 0.002, 0.02)),
    follows: of(share(7, 0, 0.004)),
    averageWatchTime: reach === 0 ? 0 : Math.floor(share(8, 1500, 9000)),
  }
}

/** Likes, comments, saves, shares and reposts together. */
export function interactionsOf(metrics: PostMetrics): number {
  const { likes, comments, saved, shares, reposts } = metrics
  return likes + comments + saved + shares + reposts
}
