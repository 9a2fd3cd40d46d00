import { findAccount } from '../accounts/account.ts'
import { presentUser } from '../accounts/user-view.ts'
import type { Call } from '../api/endpoint.ts'
import { fileNameOf } from '../media/file-names.ts'
import { maySeePostsOf } from './access.ts'
import { metricsOf, votesOf } from './metrics.ts'
import type { PostQuery } from './post-query.ts'
import { findPost } from './post-store.ts'
import { presentPost } from './post-view.ts'
import type { PostMedia, PostPoll, StoredPost } from './post.ts'

type Shown = Readonly<Record<string, unknown>>

/** `includes` for the expansions that were asked for, or `undefined` where there is nothing. */
export function includesFor(
  call: Call,
  posts: readonly StoredPost[],
  query: PostQuery,
): Shown | undefined {
  const wants = (expansion: string) => query.expansions.includes(expansion)
  const referenced = posts.flatMap((post) => referencedPosts(call, post))
  const authors = [
    ...(wants('author_id') ? posts.map(({ authorId }) => authorId) : []),
    ...(wants('in_reply_to_user_id')
      ? posts.flatMap(({ inReplyToUserId }) => inReplyToUserId ?? [])
      : []),
    ...(wants('referenced_tweets.id.author_id') ? referenced.map(({ authorId }) => authorId) : []),
  ]
  const now = call.context.now().getTime()
  const lists: Readonly<Record<string, readonly Shown[]>> = {
    users: [...new Set(authors)].flatMap((id) => {
      const account = findAccount(call.context, id)
      return account === undefined ? [] : [presentUser(call.context, account, query.userFields)]
    }),
    media: wants('attachments.media_keys')
      ? posts.flatMap((post) => post.media.map((media) => presentMedia(call, post, media, query)))
      : [],
    polls: wants('attachments.poll_ids')
      ? posts.flatMap((post) =>
          post.poll === null ? [] : [presentPoll(post, post.poll, query.pollFields, now)],
        )
      : [],
    [query.words === 'post' ? 'posts' : 'tweets']: wants('referenced_tweets.id')
      ? referenced.map((post) => presentPost(post, publicOnly(query), now))
      : [],
  }
  const filled = Object.entries(lists).filter(([, list]) => list.length > 0)
  return filled.length === 0 ? undefined : Object.fromEntries(filled)
}

function referencedPosts(call: Call, post: StoredPost): readonly StoredPost[] {
  return [post.inReplyToId, post.quotedId].flatMap((id) => {
    const found = id === null ? undefined : findPost(call.context, id)
    if (found === undefined || !maySeePostsOf(call.context, call.caller, found.authorId)) return []
    return found
  })
}

function publicOnly(query: PostQuery): PostQuery {
  const fields = query.fields.filter((field) => !privateFields.includes(field))
  return { ...query, fields }
}

/** What only a post's owner may ask for. */
export const privateFields: readonly string[] = ['non_public_metrics', 'organic_metrics']

function presentMedia(call: Call, post: StoredPost, media: PostMedia, query: PostQuery): Shown {
  const views = metricsOf(post, call.context.now().getTime()).videoViews
  const types = { image: 'photo', gif: 'animated_gif', video: 'video' } as const
  const owned = call.caller.id === post.authorId
  const all: Shown = {
    alt_text: media.altText ?? undefined,
    width: media.width ?? undefined,
    height: media.height ?? undefined,
    duration_ms: media.durationMs ?? undefined,
    url: media.kind === 'image' ? addressOf(call, media) : undefined,
    variants:
      media.kind === 'image'
        ? undefined
        : [{ bit_rate: 0, content_type: media.mimeType, url: addressOf(call, media) }],
    public_metrics: media.kind === 'video' ? { view_count: views } : undefined,
    non_public_metrics: media.kind === 'video' && owned ? playback(views) : undefined,
  }
  const asked = Object.entries(all).filter(
    ([name, value]) => value !== undefined && query.mediaFields.includes(name),
  )
  return { media_key: media.mediaKey, type: types[media.kind], ...Object.fromEntries(asked) }
}

function addressOf(call: Call, media: PostMedia): string {
  return `${call.context.origin('pbs.twimg.com')}/media/${fileNameOf(media.id, media.mimeType)}`
}

function playback(views: number): Shown {
  return {
    playback_0_count: views,
    playback_25_count: Math.floor(views * 0.7),
    playback_50_count: Math.floor(views * 0.5),
    playback_75_count: Math.floor(views * 0.35),
    playback_100_count: Math.floor(views * 0.2),
  }
}

function presentPoll(
  post: StoredPost,
  poll: PostPoll,
  fields: readonly string[],
  now: number,
): Shown {
  const votes = votesOf(post, now)
  const all: Shown = {
    duration_minutes: poll.durationMinutes,
    end_datetime: poll.endsAt,
    voting_status: Date.parse(poll.endsAt) <= now ? 'closed' : 'open',
  }
  const asked = Object.entries(all).filter(([name]) => fields.includes(name))
  return {
    id: poll.id,
    options: poll.options.map((label, index) => ({
      position: index + 1,
      label,
      votes: votes[index] ?? 0,
    })),
    ...Object.fromEntries(asked),
  }
}
