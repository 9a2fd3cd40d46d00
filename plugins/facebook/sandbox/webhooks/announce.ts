import { signedWebhook, subscribedFields, type Page } from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { sandboxApp } from '../api/sandbox-app.ts'
import { stageOf } from '../media/video-processing.ts'
import type { StoredVideo } from '../media/video.ts'
import { findPost } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'

const items = {
  status: 'status',
  link: 'share',
  photo: 'photo',
  album: 'photo',
  video: 'video',
  reel: 'video',
  story: 'story',
} as const

/** Tells of a new post that people see; one that is scheduled says nothing, now or later. */
export function announcePost(context: EmulatorContext, page: Page, post: StoredPost): void {
  if (post.state === 'published') context.webhook(() => feedWebhook(context, page, post.id))
}

/** Tells what became of a post. */
export function announceChange(
  context: EmulatorContext,
  page: Page,
  post: StoredPost,
  verb: 'edited' | 'remove',
): void {
  context.webhook(() => feedChange(context, page, { ...describe(page, post), verb }))
}

/** Tells of a comment. */
export function announceComment(
  context: EmulatorContext,
  page: Page,
  comment: {
    readonly id: string
    readonly postId: string
    readonly parentId: string
    readonly message: string | null
  },
  verb: 'add' | 'edited' | 'hide' | 'unhide' | 'remove',
): void {
  context.webhook(() =>
    feedChange(context, page, {
      item: 'comment',
      verb,
      comment_id: comment.id,
      post_id: comment.postId,
      parent_id: comment.parentId,
      from: { id: page.id, name: page.name },
      ...(comment.message === null ? {} : { message: comment.message }),
      created_time: seconds(context),
    }),
  )
}

/** `feed` with a post that was added; nothing where it is gone or the page does not send the field. */
export function feedWebhook(
  context: EmulatorContext,
  page: Page,
  postId: string | null,
): EmulatorWebhook | undefined {
  const post = postId === null ? undefined : findPost(context, postId)
  if (post?.state !== 'published') return undefined
  return feedChange(context, page, { ...describe(page, post), verb: 'add' })
}

/** `videos`: that processing is over. */
export function videoWebhook(
  context: EmulatorContext,
  page: Page,
  video: StoredVideo,
): EmulatorWebhook | undefined {
  const stage = stageOf(context, video)
  if (stage !== 'ready' && stage !== 'failed') return undefined
  const status = { video_status: stage === 'ready' ? 'ready' : 'error' }
  return change(context, page, 'videos', { id: video.id, status })
}

function describe(page: Page, post: StoredPost): Readonly<Record<string, unknown>> {
  const [first] = post.media
  return {
    item: items[post.kind],
    post_id: post.id,
    from: { id: page.id, name: page.name },
    ...(post.message === null ? {} : { message: post.message }),
    ...(post.link === null ? {} : { link: post.link }),
    ...(first?.kind === 'image' && post.kind === 'photo' ? { photo_id: first.id } : {}),
    ...(first?.kind === 'video' ? { video_id: first.id } : {}),
    created_time: Math.floor(post.at / 1000),
    published: 1,
  }
}

function feedChange(
  context: EmulatorContext,
  page: Page,
  value: Readonly<Record<string, unknown>>,
): EmulatorWebhook | undefined {
  return change(context, page, 'feed', value)
}

function change(
  context: EmulatorContext,
  page: Page,
  field: string,
  value: Readonly<Record<string, unknown>>,
): EmulatorWebhook | undefined {
  if (!subscribedFields(context, page.id).includes(field)) return undefined
  return signedWebhook(sandboxApp, {
    object: 'page',
    entry: [{ id: page.id, time: seconds(context), changes: [{ field, value }] }],
  })
}

function seconds(context: EmulatorContext): number {
  return Math.floor(context.now().getTime() / 1000)
}
