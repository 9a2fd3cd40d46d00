import type { EmulatorContext, WallKind, WallPost } from '@t21/plugin-kit/sandbox'
import { findAccount } from './accounts/account.ts'
import { commentsIn, type Comment } from './comments/comment.ts'
import { metricsOf } from './posts/metrics.ts'
import { permalinkOf, postsIn, type Post } from './posts/post.ts'

/** Everything that visitors see or saw of a story, the comments below too, newest first. */
export function published(context: EmulatorContext): readonly WallPost[] {
  const now = context.now().getTime()
  const comments = [...commentsIn(context).values()].filter(
    (comment) => comment.createdAt <= now && isSeen(context, comment),
  )
  const dated = [
    ...[...postsIn(context).values()].map((post) => ({
      at: post.createdAt,
      shown: wallPost(context, post),
    })),
    ...comments.map((comment) => ({
      at: comment.createdAt,
      shown: wallComment(context, comment),
    })),
  ]
  return dated
    .toSorted((a, b) => a.at - b.at)
    .map(({ shown }) => shown)
    .toReversed()
}

function isSeen(context: EmulatorContext, { hidden, mediaId, parentId }: Comment): boolean {
  const parent = parentId === null ? undefined : commentsIn(context).get(parentId)
  return !hidden && !parent?.hidden && postsIn(context).has(mediaId)
}

function wallPost(context: EmulatorContext, post: Post): WallPost {
  const { username, displayName } = authorOf(context, post.accountId)
  const metrics = metricsOf(context, post)
  return {
    network: 'instagram',
    id: post.id,
    url: permalinkOf(post, username),
    account: { id: post.accountId, username, displayName },
    kind: kindOf(post),
    text: post.caption,
    inReplyTo: null,
    media: post.media.map(({ bytesId, kind, mimeType, altText, coverId }) => ({
      id: bytesId,
      kind,
      mimeType,
      ...(altText === null ? {} : { altText }),
      ...(coverId === null ? {} : { posterId: coverId }),
    })),
    poll: null,
    labels: labelsOf(post),
    metrics: { likes: metrics.likes, comments: metrics.comments, views: metrics.views },
    publishedAt: new Date(post.createdAt).toISOString(),
  }
}

function wallComment(context: EmulatorContext, comment: Comment): WallPost {
  const { author, id, mediaId } = comment
  const post = postsIn(context).get(mediaId)
  const owner = authorOf(context, comment.ownerId).username
  const address = post === undefined ? 'https://www.instagram.com/' : permalinkOf(post, owner)
  return {
    network: 'instagram',
    id,
    url: `${address}c/${id}/`,
    account: {
      id: author.id,
      username: author.username,
      displayName: findAccount(context, author.id)?.name ?? author.username,
    },
    kind: 'comment',
    text: comment.text,
    inReplyTo: comment.parentId ?? mediaId,
    media: [],
    poll: null,
    labels: {},
    metrics: {},
    publishedAt: new Date(comment.createdAt).toISOString(),
  }
}

function kindOf(post: Post): WallKind {
  if (post.product === 'REELS') return 'reel'
  if (post.product === 'STORY') return 'story'
  return post.type === 'CAROUSEL_ALBUM' ? 'carousel' : 'post'
}

function labelsOf(post: Post): Readonly<Record<string, string>> {
  const tagged = post.media.flatMap(({ userTags }) =>
    userTags.map(({ username }) => `@${username}`),
  )
  const with_ = post.collaborators.map((username) => `@${username}`)
  return {
    ...(tagged.length === 0 ? {} : { tagged: tagged.join(', ') }),
    ...(with_.length === 0 ? {} : { with: with_.join(', ') }),
    ...(post.locationId === null ? {} : { location: post.locationId }),
    ...(post.audioName === null ? {} : { audio: post.audioName }),
    ...(post.trial === null ? {} : { trial: post.trial }),
    ...(post.shareToFeed ? {} : { feed: 'no' }),
    ...(post.madeWithAi ? { 'made with AI': 'yes' } : {}),
    ...(post.paidPartnership ? { 'paid partnership': 'yes' } : {}),
    ...(post.commentsEnabled ? {} : { comments: 'off' }),
  }
}

function authorOf(context: EmulatorContext, id: string): { username: string; displayName: string } {
  const account = findAccount(context, id)
  return { username: account?.username ?? id, displayName: account?.name ?? id }
}
