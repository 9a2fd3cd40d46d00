import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { commentsOf } from '../comments/comment.ts'
import type { StoredPost } from '../posts/post.ts'

/** What happened to a post up to now. */
export interface PostNumbers {
  readonly views: number
  readonly reach: number
  readonly clicks: number
  readonly likes: number
  readonly loves: number
  readonly wows: number
  readonly hahas: number
  readonly reactions: number
  readonly shares: number
  readonly comments: number
  readonly videoViews: number
  /** Milliseconds. */
  readonly watchedEach: number
}

const hour = 60 * 60 * 1000

/**
 * A post's numbers. They follow from its id and age alone, begin at nought and never fall; comments made in
 * the sandbox come on top.
 */
export function postNumbers(context: EmulatorContext, post: StoredPost): PostNumbers {
  const share = chances(post.id)
  const age = Math.max(0, context.now().getTime() - post.at)
  const views = Math.floor(share(0, 100, 6000) * (1 - Math.exp(-age / (12 * hour))))
  const of = (rate: number) => Math.floor(views * rate)
  const [likes, loves, wows, hahas] = [
    of(share(1, 0.01, 0.05)),
    of(share(2, 0.001, 0.01)),
    of(share(3, 0, 0.003)),
    of(share(4, 0, 0.004)),
  ] as const
  const isVideo = post.media.some(({ kind }) => kind === 'video')
  return {
    views,
    reach: of(share(5, 0.6, 0.95)),
    clicks: of(share(6, 0.005, 0.04)),
    likes,
    loves,
    wows,
    hahas,
    reactions: likes + loves + wows + hahas,
    shares: of(share(7, 0, 0.01)),
    comments: of(share(8, 0.001, 0.008)) + commentsOf(context, post.id).length,
    videoViews: isVideo ? of(share(9, 0.3, 0.7)) : 0,
    watchedEach: isVideo && views > 0 ? Math.floor(share(10, 2000, 9000)) : 0,
  }
}

/** Numbers between two bounds that follow from a name: the same at every call. */
export function chances(name: string): (index: number, least: number, most: number) => number {
  const digest = createHash('sha256').update(name).digest()
  return (index, least, most) =>
    least + (digest.readUInt16BE((index * 2) % 30) / 0xffff) * (most - least)
}
