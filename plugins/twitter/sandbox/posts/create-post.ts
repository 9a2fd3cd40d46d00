import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Account } from '../accounts/account.ts'
import { postLimits } from '../api/limits.ts'
import { newId } from '../api/snowflake.ts'
import { requireAttachable } from '../media/attach.ts'
import { rememberUtterance } from './duplicates.ts'
import type { NewPost } from './post-schema.ts'
import {
  requireContent,
  requireEntitlement,
  requireNovelty,
  requireQuoteTarget,
  requireReplyTarget,
  requireText,
} from './post-rules.ts'
import { addPost } from './post-store.ts'
import type { PostPoll, StoredPost } from './post.ts'
import { presentText } from './presented-text.ts'

/**
 * Makes a post of a body whose shape is right. It is all one step: no other request comes between
 * the checks and the post.
 *
 * @throws Refusal with X's own words (twitter.md 4)
 */
export function createPost(context: EmulatorContext, account: Account, body: NewPost): StoredPost {
  requireContent(body)
  requireEntitlement(account, body)
  const answered = requireReplyTarget(context, account, body)
  const quoted = requireQuoteTarget(context, account, body)
  const media = requireAttachable(context, account, body.media?.media_ids ?? [])
  const text = body.text ?? ''
  const length = requireText(account, text, answered)
  requireNovelty(context, account, body)

  const id = newId(context)
  const now = context.now().getTime()
  const lag = context.fault('delayed_visibility') ? postLimits.delayedVisibilitySeconds * 1000 : 0
  const [firstMedia] = media
  const post: StoredPost = {
    id,
    authorId: account.id,
    text,
    ...presentText(text, {
      postId: id,
      long: length > postLimits.weightedLength,
      username: account.username,
      mediaKeys: media.map(({ mediaKey }) => mediaKey),
      mediaKind: firstMedia === undefined ? undefined : linkKinds[firstMedia.kind],
    }),
    createdAt: now,
    listedAt: now + lag,
    conversationId: answered?.conversationId ?? id,
    inReplyToId: answered?.id ?? null,
    inReplyToUserId: answered?.authorId ?? null,
    quotedId: quoted?.id ?? null,
    replySettings: body.reply_settings ?? body.poll?.reply_settings ?? null,
    media,
    poll: pollOf(context, body.poll),
    madeWithAi: body.made_with_ai ?? false,
    paidPartnership: body.paid_partnership ?? false,
    replies: 0,
    quotes: 0,
  }
  addPost(context, post)
  if (body.media === undefined) {
    rememberUtterance(context, { authorId: account.id, text, inReplyToId: post.inReplyToId })
  }
  return post
}

/** X calls the page of a GIF "video". */
const linkKinds = { image: 'photo', gif: 'video', video: 'video' } as const

function pollOf(context: EmulatorContext, poll: NewPost['poll']): PostPoll | null {
  if (poll === undefined) return null
  const endsAt = new Date(context.now().getTime() + poll.duration_minutes * 60_000).toISOString()
  return {
    id: newId(context),
    options: poll.options,
    durationMinutes: poll.duration_minutes,
    endsAt,
  }
}
