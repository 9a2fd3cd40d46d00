import { requireScope, type Caller, type GraphCall } from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { asPage, requirePublisher, type PageCall } from '../api/page-call.ts'
import { removeComment, removeCommentsOf } from '../comments/comment.ts'
import { removePhoto } from '../media/photo.ts'
import { removeVideo } from '../media/video.ts'
import { findPost, keepPost, removePost } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'
import { announceChange, announceComment } from '../webhooks/announce.ts'
import { nodeOf } from './node.ts'

/** `DELETE /{id}`: a post with all that hangs on it, a photo, a video, a comment (facebook.md 9). @throws GraphRefusal */
export async function removeNode(call: GraphCall<Caller>): Promise<EmulatorResponse> {
  const pageCall = asPage(call)
  const { context, page, caller } = pageCall
  const id = call.request.params['node'] ?? ''
  const node = nodeOf(context, page, id, 'DELETE')
  if (node.type === 'comment') {
    requireScope(caller, 'pages_manage_engagement')
    removeComment(context, node.comment)
    announceComment(context, page, node.comment, 'remove')
    return { status: 200, json: { success: true } }
  }
  requirePublisher(pageCall)
  switch (node.type) {
    case 'post':
      await dropPost(pageCall, node.post)
      break
    case 'photo':
      await dropPostOf(pageCall, node.photo.postId, id)
      await removePhoto(context, id)
      break
    case 'video':
      await dropPostOf(pageCall, node.video.postId, id)
      await removeVideo(context, id)
      break
  }
  return { status: 200, json: { success: true } }
}

async function dropPost({ context, page }: PageCall, post: StoredPost): Promise<void> {
  removePost(context, post)
  removeCommentsOf(context, post.id)
  for (const media of post.media) await removeMedia(context, media)
  announceChange(context, page, post, 'remove')
}

/** A photo of several takes only itself away; alone, it takes its post. */
async function dropPostOf(call: PageCall, postId: string | null, mediaId: string): Promise<void> {
  const post = postId === null ? undefined : findPost(call.context, postId)
  if (post === undefined) return
  const left = post.media.filter(({ id }) => id !== mediaId)
  if (left.length === 0) await dropPost(call, post)
  else keepPost(call.context, { ...post, media: left })
}

async function removeMedia(
  context: EmulatorContext,
  { id, kind }: StoredPost['media'][number],
): Promise<void> {
  if (kind === 'image') await removePhoto(context, id)
  else await removeVideo(context, id)
}
