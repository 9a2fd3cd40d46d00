import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Account } from '../accounts/account.ts'
import { pictureAddress } from '../accounts/picture.routes.ts'
import { pictureLifetimes } from '../api/limits.ts'
import { metricsOf } from './metrics.ts'
import type { Post } from './videos.ts'

/** What `fields` may name (tiktok.md 6). */
export const videoFields: readonly string[] = [
  'id',
  'create_time',
  'cover_image_url',
  'share_url',
  'video_description',
  'duration',
  'height',
  'width',
  'title',
  'embed_html',
  'embed_link',
  'like_count',
  'comment_count',
  'share_count',
  'view_count',
]

/** A post with all of its fields. */
export function presentVideo(
  context: EmulatorContext,
  account: Account,
  post: Post,
): Readonly<Record<string, unknown>> {
  const { id, createdAt, publication } = post
  const { title, description } = publication.info
  const [file] = publication.files
  const { views, likes, comments, shares } = metricsOf(post, context.now().getTime())
  const link = `https://www.tiktok.com/player/v1/${id}`
  return {
    id,
    create_time: Math.floor(createdAt / 1000),
    cover_image_url: pictureAddress(context, 'cover', id, pictureLifetimes.cover),
    share_url: postAddress(account, post),
    title,
    video_description: publication.media === 'photo' ? description : title,
    duration: file?.seconds ?? 0,
    height: file?.height ?? 0,
    width: file?.width ?? 0,
    embed_html: `<iframe src="${link}"></iframe>`,
    embed_link: link,
    like_count: likes,
    comment_count: comments,
    share_count: shares,
    view_count: views,
  }
}

/** The address at the real network (tiktok.md 2.5). */
export function postAddress({ username }: Account, { id, publication }: Post): string {
  return `https://www.tiktok.com/@${username}/${publication.media}/${id}`
}
