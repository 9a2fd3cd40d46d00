import type { EmulatorContext, WallKind, WallPost } from '@t21/plugin-kit/sandbox'
import { findActor } from './accounts/actor.ts'
import { findAsset } from './media/asset-store.ts'
import { isVisible } from './posts/lifecycle.ts'
import { plainText } from './posts/little-text.ts'
import { pollEnd, votesOf } from './posts/metrics.ts'
import { allPosts, findPost } from './posts/post-store.ts'
import { mediaOf, type PostMedia, type StoredPost } from './posts/post.ts'
import { allComments, type StoredComment } from './social/comment.ts'
import { engagementOf } from './social/engagement.ts'
import { reactionsTo } from './social/reaction.ts'

/** Everything that people see, comments too, newest first. */
export function published(context: EmulatorContext): readonly WallPost[] {
  const posts = [...allPosts(context).values()]
    .filter((post) => isVisible(context, post))
    .map((post) => ({ at: post.createdAt, shown: wallPost(context, post) }))
  const comments = [...allComments(context).values()]
    .filter(({ postUrn }) => findPost(context, postUrn) !== undefined)
    .map((comment) => ({ at: comment.createdAt, shown: wallComment(context, comment) }))
  return [...posts, ...comments]
    .reverse()
    .sort((a, b) => b.at - a.at)
    .map(({ shown }) => shown)
}

function wallPost(context: EmulatorContext, post: StoredPost): WallPost {
  const { content } = post
  const engagement = engagementOf(context, post, context.now().getTime())
  const title = titleOf(content)
  return {
    network: 'linkedin',
    id: post.urn,
    url: `https://www.linkedin.com/feed/update/${post.urn}/`,
    account: accountOf(context, post.author),
    kind: kindOf(post),
    text: plainText(post.segments),
    ...(title === null ? {} : { title }),
    ...linkOf(post),
    ...(post.parent === null ? {} : { quotes: post.parent }),
    inReplyTo: null,
    media: content?.kind === 'article' ? [] : mediaOf(post).map((one) => wallMedia(context, one)),
    poll: pollOf(context, post),
    labels: labelsOf(post),
    metrics: {
      impressions: engagement.impressions,
      reactions: engagement.likes,
      comments: engagement.comments,
      reposts: engagement.reshares,
    },
    publishedAt: new Date(post.createdAt).toISOString(),
  }
}

function titleOf(content: StoredPost['content']): string | null {
  if (content?.kind === 'media') return content.media.title
  return content?.kind === 'poll' ? content.question : null
}

function kindOf({ content, parent }: StoredPost): WallKind {
  if (parent !== null) return 'repost'
  if (content?.kind === 'article') return 'article'
  return content?.kind === 'media' && content.media.kind === 'document' ? 'document' : 'post'
}

function wallComment(context: EmulatorContext, comment: StoredComment): WallPost {
  return {
    network: 'linkedin',
    id: comment.urn,
    url: `https://www.linkedin.com/feed/update/${comment.activity}/?commentUrn=${encodeURIComponent(comment.urn)}`,
    account: accountOf(context, comment.actor),
    kind: 'comment',
    text: comment.text,
    inReplyTo: comment.parent ?? comment.postUrn,
    media: [],
    poll: null,
    labels: {},
    metrics: { reactions: reactionsTo(context, comment.urn).length },
    publishedAt: new Date(comment.createdAt).toISOString(),
  }
}

function accountOf(context: EmulatorContext, urn: string): WallPost['account'] {
  return findActor(context, urn) ?? { id: urn, username: urn, displayName: urn }
}

function wallMedia(context: EmulatorContext, media: PostMedia): WallPost['media'][number] {
  const uploaded = findAsset(context, media.assetId)?.uploaded
  const mimeType = uploaded?.mimeType ?? ''
  const pages = uploaded?.pages ?? null
  return {
    id: media.assetId,
    kind: mimeType === 'image/gif' ? 'gif' : media.kind,
    mimeType,
    ...(media.altText === null ? {} : { altText: media.altText }),
    ...(pages === null ? {} : { pages }),
  }
}

function linkOf({ content }: StoredPost): Pick<WallPost, 'link'> {
  if (content?.kind !== 'article') return {}
  const { source, title, description, thumbnail } = content
  return {
    link: {
      url: source,
      title: title ?? undefined,
      description: description ?? undefined,
      imageId: thumbnail?.assetId,
    },
  }
}

function pollOf(context: EmulatorContext, post: StoredPost): WallPost['poll'] {
  if (post.content?.kind !== 'poll') return null
  const votes = votesOf(post, context.now().getTime())
  return {
    options: post.content.options.map((label, index) => ({ label, votes: votes[index] ?? 0 })),
    endsAt: new Date(pollEnd(post)).toISOString(),
  }
}

function labelsOf(post: StoredPost): Readonly<Record<string, string>> {
  return {
    ...(post.visibility === 'PUBLIC' ? {} : { visibility: post.visibility.toLowerCase() }),
    ...(post.feedDistribution === 'NONE' ? { feed: 'none' } : {}),
    ...(post.isReshareDisabledByAuthor ? { reposts: 'disabled' } : {}),
    ...(post.commentsState === 'CLOSED' ? { commenting: 'closed' } : {}),
    ...(post.isEditedByAuthor ? { edited: 'yes' } : {}),
  }
}
