import { findPage, findPlace } from '@t21/meta-graph/sandbox'
import type { EmulatorContext, WallPost } from '@t21/plugin-kit/sandbox'
import { permalinkOf as commentPermalink } from './comments/comment-view.ts'
import { allComments, findComment, type StoredComment } from './comments/comment.ts'
import { postNumbers } from './insights/numbers.ts'
import { settleVideos } from './media/video-publication.ts'
import { permalinkOf } from './posts/post-view.ts'
import { findPost, livePosts } from './posts/post-store.ts'
import { isLive, type StoredPost } from './posts/post.ts'

/** Everything that visitors see, or saw of a story, newest first: posts, stories, and the pages' own comments. */
export function published(context: EmulatorContext): readonly WallPost[] {
  settleVideos(context)
  const now = context.now().getTime()
  const comments = allComments(context).filter(({ postId, parentId, hidden }) => {
    const post = findPost(context, postId)
    const concealed = hidden || findComment(context, parentId)?.hidden === true
    return !concealed && post !== undefined && isLive(post, now)
  })
  return [
    ...comments.toReversed().map((comment) => wallComment(context, comment)),
    ...livePosts(context).map((post) => wallPost(context, post)),
  ].sort((one, other) => Date.parse(other.publishedAt) - Date.parse(one.publishedAt))
}

function wallPost(context: EmulatorContext, post: StoredPost): WallPost {
  const { views, reactions, comments, shares } = postNumbers(context, post)
  return {
    network: 'facebook',
    id: post.id,
    url: permalinkOf(context, post),
    account: accountOf(context, post.pageId),
    kind: kinds[post.kind],
    text: post.message ?? '',
    ...(post.title === null ? {} : { title: post.title }),
    ...(post.link === null ? {} : { link: cardOf(post.link) }),
    inReplyTo: null,
    media: post.media.map(({ id, kind, mimeType, altText }) => ({
      id,
      kind,
      mimeType,
      ...(altText === null ? {} : { altText }),
    })),
    poll: null,
    labels: labelsOf(post),
    metrics: { reactions, comments, shares, views },
    publishedAt: new Date(post.at).toISOString(),
  }
}

function wallComment(context: EmulatorContext, comment: StoredComment): WallPost {
  return {
    network: 'facebook',
    id: comment.id,
    url: commentPermalink(comment),
    account: accountOf(context, comment.pageId),
    kind: 'comment',
    text: comment.message ?? '',
    inReplyTo: comment.parentId,
    media: [],
    poll: null,
    labels: comment.attachment === null ? {} : { attachment: comment.attachment },
    metrics: { likes: comment.liked ? 1 : 0 },
    publishedAt: new Date(comment.createdAt).toISOString(),
  }
}

const kinds = {
  status: 'post',
  link: 'post',
  photo: 'post',
  album: 'post',
  video: 'post',
  reel: 'reel',
  story: 'story',
} as const

function accountOf(context: EmulatorContext, pageId: string): WallPost['account'] {
  const page = findPage(context, pageId)
  return { id: pageId, username: page?.handle ?? pageId, displayName: page?.name ?? pageId }
}

function cardOf(link: string): NonNullable<WallPost['link']> {
  return { url: link, title: URL.parse(link)?.hostname ?? link }
}

function labelsOf(post: StoredPost): Readonly<Record<string, string>> {
  const place = post.placeId === null ? undefined : findPlace(post.placeId)
  return {
    ...(place === undefined ? {} : { at: place.name }),
    ...(post.tags.length === 0 ? {} : { with: post.tags.join(', ') }),
    ...(post.targeting === null ? {} : { audience: peopleIn(post.targeting) }),
    ...(post.feedTargeting === null ? {} : { 'rather for': peopleIn(post.feedTargeting) }),
    ...(post.presetId === null ? {} : { background: 'coloured' }),
    ...(post.callToAction === null ? {} : { button: post.callToAction }),
    ...(post.childAttachments.length === 0
      ? {}
      : { carousel: `${post.childAttachments.length} links` }),
  }
}

/** `DE, AT` of a targeting by countries. */
function peopleIn(targeting: Readonly<Record<string, unknown>>): string {
  const { countries } = (targeting['geo_locations'] ?? {}) as { countries?: unknown }
  return Array.isArray(countries) ? countries.join(', ') : 'targeted'
}
