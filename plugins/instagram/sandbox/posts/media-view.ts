import { graphTime, present, type AskedField } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, traitsOf, type Account } from '../accounts/account.ts'
import { commentsOn } from '../comments/comment.ts'
import { presentComment } from '../comments/comment-view.ts'
import { mediaAddress, thumbnailAddress } from '../media/files.routes.ts'
import { metricsOf } from './metrics.ts'
import { permalinkOf, type Post, type PostMedia } from './post.ts'

/** A post as the API shows it (instagram.md 2.4, 5, 6). */
export function presentPost(
  context: EmulatorContext,
  post: Post,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const account = findAccount(context, post.accountId)
  const username = account?.username ?? post.accountId
  const [first] = post.media
  const isAlbum = post.type === 'CAROUSEL_ALBUM'
  return present(
    {
      type: 'Media',
      id: post.id,
      usual: [],
      values: {
        ...fileValues(context, first),
        caption: post.caption === '' ? undefined : post.caption,
        media_type: post.type,
        media_product_type: post.product,
        permalink: permalinkOf(post, username),
        shortcode: post.shortcode,
        timestamp: graphTime(post.createdAt),
        username,
        owner: { id: post.accountId },
        alt_text: isAlbum ? undefined : (first?.altText ?? undefined),
        is_comment_enabled: post.commentsEnabled,
        is_shared_to_feed: post.product === 'REELS' ? post.shareToFeed : undefined,
        like_count: () => likesShown(context, post, account),
        comments_count: () => metricsOf(context, post).comments,
        comments: ({ fields: asked }: AskedField) => {
          const all = commentsOn(context, post.id).filter(({ parentId }) => parentId === null)
          if (all.length === 0) return undefined
          return { data: all.map((comment) => presentComment(context, comment, asked)) }
        },
        children: isAlbum
          ? ({ fields: asked }: AskedField) => ({
              data: post.media.map((item) => presentItem(context, post, item, asked)),
            })
          : undefined,
      },
    },
    fields,
  )
}

/** A picture or video of a carousel. */
export function presentItem(
  context: EmulatorContext,
  post: Post,
  item: PostMedia,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const username = findAccount(context, post.accountId)?.username
  return present(
    {
      type: 'Media',
      id: item.id,
      usual: [],
      values: {
        ...fileValues(context, item),
        media_type: item.kind === 'video' ? 'VIDEO' : 'IMAGE',
        permalink: permalinkOf(post, username ?? post.accountId),
        shortcode: post.shortcode,
        timestamp: graphTime(post.createdAt),
        username,
        owner: { id: post.accountId },
        alt_text: item.altText ?? undefined,
      },
    },
    fields,
  )
}

function fileValues(
  context: EmulatorContext,
  item: PostMedia | undefined,
): Readonly<Record<string, unknown>> {
  if (item === undefined) return { media_url: undefined, thumbnail_url: undefined }
  return {
    media_url: mediaAddress(context, item.bytesId),
    thumbnail_url: item.kind === 'video' ? thumbnailAddress(context, item.id) : undefined,
  }
}

/** Left out where the owner hides it. */
function likesShown(
  context: EmulatorContext,
  post: Post,
  account: Account | undefined,
): number | undefined {
  if (account !== undefined && traitsOf(account).hidden) return undefined
  return metricsOf(context, post).likes
}
