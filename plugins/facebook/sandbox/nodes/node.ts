import { missingObject, type Page } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findComment, type StoredComment } from '../comments/comment.ts'
import { findPhoto, type StoredPhoto } from '../media/photo.ts'
import { settleVideos } from '../media/video-publication.ts'
import { findVideo, type StoredVideo } from '../media/video.ts'
import { findPost } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'

/** What an id of the Graph may be. */
export type Node =
  | { readonly type: 'post'; readonly post: StoredPost }
  | { readonly type: 'photo'; readonly photo: StoredPhoto }
  | { readonly type: 'video'; readonly video: StoredVideo }
  | { readonly type: 'comment'; readonly comment: StoredComment }

/**
 * What a page has under an id.
 *
 * @throws GraphRefusal 100/33 where it has nothing
 */
export function nodeOf(context: EmulatorContext, page: Page, id: string, method: string): Node {
  settleVideos(context)
  const node = find(context, id)
  if (node !== undefined && ownerOf(node) === page.id) return node
  throw missingObject(id, method)
}

function find(context: EmulatorContext, id: string): Node | undefined {
  const post = findPost(context, id)
  if (post !== undefined) return { type: 'post', post }
  const photo = findPhoto(context, id)
  if (photo !== undefined) return { type: 'photo', photo }
  const video = findVideo(context, id)
  if (video !== undefined) return { type: 'video', video }
  const comment = findComment(context, id)
  return comment === undefined ? undefined : { type: 'comment', comment }
}

function ownerOf(node: Node): string {
  switch (node.type) {
    case 'post':
      return node.post.pageId
    case 'photo':
      return node.photo.pageId
    case 'video':
      return node.video.pageId
    case 'comment':
      return node.comment.pageId
  }
}
