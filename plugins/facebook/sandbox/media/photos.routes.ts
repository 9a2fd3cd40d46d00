import { invalidParameter, newId } from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { pageRoute, requirePublisher, type PageCall } from '../api/page-call.ts'
import { photoMedia, usePhotos } from '../posts/attached-media.ts'
import { readAudience } from '../posts/feed-rules.ts'
import { addPost } from '../posts/post-store.ts'
import { readTiming } from '../posts/schedule.ts'
import { checkedText, requirePace } from '../posts/text-rules.ts'
import { announcePost } from '../webhooks/announce.ts'
import { keepPhoto, stagedUntil, type StoredPhoto } from './photo.ts'
import { readPictureFile } from './picture-file.ts'

/** One photo: a post of its own, or staged for one (facebook.md 2.2 and 2.3). */
export const photoRoutes: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'POST',
    path: '/:page/photos',
    operation: 'create_photo',
    handle: createPhoto,
  }),
]

async function createPhoto(call: PageCall) {
  const { context, page, params } = call
  requirePublisher(call)
  const caption = checkedText('message', params.get('message') ?? params.get('caption'))
  const altText = params.get('alt_text_custom') ?? null
  const audience = readAudience(params)
  const timing = readTiming(context, params)
  if (timing.state === 'published' && params.flag('temporary') === true) {
    throw invalidParameter('Param temporary is for unpublished photos')
  }
  const { bytes, picture } = await readPictureFile(context, params)
  const seen = timing.state !== 'hidden' && timing.state !== 'draft'
  if (seen) requirePace(context, page)

  const photo: StoredPhoto = {
    id: newId(context),
    pageId: page.id,
    mimeType: picture.type,
    width: picture.width,
    height: picture.height,
    caption,
    altText,
    createdAt: context.now().getTime(),
    expiresAt: seen ? null : stagedUntil(context),
    postId: null,
  }
  await context.store.putBytes(photo.id, bytes)
  keepPhoto(context, photo)
  if (timing.state === 'hidden' || params.flag('no_story') === true) {
    return { status: 200, json: { id: photo.id } }
  }
  const media = [photoMedia(photo)]
  const post = addPost(context, {
    pageId: page.id,
    kind: 'photo',
    message: caption,
    media,
    ...audience,
    ...timing,
  })
  usePhotos(context, [photo], post)
  announcePost(context, page, post)
  const shown = timing.state === 'published' ? { post_id: post.id } : {}
  return { status: 200, json: { id: photo.id, ...shown } }
}
