import { entitiesOf } from './entities.ts'
import { metricsOf } from './metrics.ts'
import type { PostQuery } from './post-query.ts'
import type { StoredPost } from './post.ts'

/** A post as the API shows it at `now`: id, text and edit history, and whatever else was asked for. */
export function presentPost(
  post: StoredPost,
  query: Pick<PostQuery, 'fields' | 'words'>,
  now: number,
): Readonly<Record<string, unknown>> {
  const optional = optionalFields(post, now)
  const shown: Record<string, unknown> = {
    id: post.id,
    text: post.presented.text,
    edit_history_tweet_ids: [post.id],
  }
  for (const field of query.fields) {
    const value = optional[field]?.()
    if (value !== undefined) shown[field] = value
  }
  return query.words === 'post' ? inPostWords(shown) : shown
}

function optionalFields(post: StoredPost, now: number): Readonly<Record<string, () => unknown>> {
  return {
    author_id: () => post.authorId,
    // X gives whole seconds: `2026-11-22T12:00:00.000Z`.
    created_at: () => new Date(Math.floor(post.createdAt / 1000) * 1000).toISOString(),
    conversation_id: () => post.conversationId,
    in_reply_to_user_id: () => post.inReplyToUserId ?? undefined,
    referenced_tweets: () => references(post),
    entities: () => entitiesOf(post.presented),
    attachments: () => attachments(post),
    note_tweet: () => note(post),
    reply_settings: () => post.replySettings ?? 'everyone',
    lang: () => 'en',
    possibly_sensitive: () => false,
    made_with_ai: () => post.madeWithAi,
    paid_partnership: () => post.paidPartnership,
    // Edits are not emulated, so no post may be edited.
    edit_controls: () => ({
      edits_remaining: 0,
      is_edit_eligible: false,
      editable_until: new Date(post.createdAt).toISOString(),
    }),
    public_metrics: () => publicMetrics(post, now),
    non_public_metrics: () => nonPublicMetrics(post, now),
    organic_metrics: () => organicMetrics(post, now),
  }
}

function references(post: StoredPost): readonly object[] | undefined {
  const found = [
    ...(post.quotedId === null ? [] : [{ type: 'quoted', id: post.quotedId }]),
    ...(post.inReplyToId === null ? [] : [{ type: 'replied_to', id: post.inReplyToId }]),
  ]
  return found.length === 0 ? undefined : found
}

function attachments(post: StoredPost): object | undefined {
  if (post.poll !== null) return { poll_ids: [post.poll.id] }
  if (post.media.length === 0) return undefined
  return { media_keys: post.media.map(({ mediaKey }) => mediaKey) }
}

function note(post: StoredPost): object | undefined {
  if (post.note === null) return undefined
  const entities = entitiesOf(post.note)
  return { text: post.note.text, ...(entities === undefined ? {} : { entities }) }
}

function publicMetrics(post: StoredPost, now: number): object {
  const metrics = metricsOf(post, now)
  return {
    retweet_count: metrics.reposts,
    reply_count: metrics.replies,
    like_count: metrics.likes,
    quote_count: metrics.quotes,
    bookmark_count: metrics.bookmarks,
    impression_count: metrics.impressions,
  }
}

function nonPublicMetrics(post: StoredPost, now: number): object {
  const metrics = metricsOf(post, now)
  return {
    impression_count: metrics.impressions,
    url_link_clicks: metrics.linkClicks,
    user_profile_clicks: metrics.profileClicks,
    engagements: metrics.engagements,
  }
}

function organicMetrics(post: StoredPost, now: number): object {
  const metrics = metricsOf(post, now)
  return {
    impression_count: metrics.impressions,
    retweet_count: metrics.reposts,
    reply_count: metrics.replies,
    like_count: metrics.likes,
    url_link_clicks: metrics.linkClicks,
    user_profile_clicks: metrics.profileClicks,
  }
}

const newerNames: Readonly<Record<string, string>> = {
  edit_history_tweet_ids: 'edit_history_post_ids',
  referenced_tweets: 'referenced_posts',
  note_tweet: 'note_post',
  retweet_count: 'repost_count',
}

/** The same post in the words of OpenAPI 2.167. */
function inPostWords(shown: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const renamed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(shown)) {
    const inner = name.endsWith('_metrics') && typeof value === 'object' && value !== null
    renamed[newerNames[name] ?? name] = inner ? inPostWords({ ...value }) : value
  }
  return renamed
}
