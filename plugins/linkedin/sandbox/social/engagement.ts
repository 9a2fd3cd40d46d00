import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { attentionOf, type Attention } from '../posts/metrics.ts'
import { resharesOf } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'
import { commentsOn } from './comment.ts'
import { reactionsTo } from './reaction.ts'

/** All numbers of a post at a moment: what came by itself, and what was done in the sandbox. */
export interface Engagement extends Attention {
  readonly comments: number
}

/** A post's numbers at `now` (milliseconds since 1970). */
export function engagementOf(context: EmulatorContext, post: StoredPost, now: number): Engagement {
  const attention = attentionOf(post, now)
  const reactions = reactionsTo(context, post.urn).filter(({ at }) => at <= now).length
  const comments = commentsOn(context, post.urn).filter((one) => one.createdAt <= now).length
  const reshares = resharesOf(context, post.urn).filter((one) => one.createdAt <= now).length
  return {
    ...attention,
    likes: attention.likes + reactions,
    reshares: attention.reshares + reshares,
    comments,
  }
}
