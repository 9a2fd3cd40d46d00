import { invalidParameter } from '@t21/meta-graph/sandbox'
import { requirePublisher, type PageCall } from '../api/page-call.ts'
import { announcePost } from '../webhooks/announce.ts'
import { photoMedia, readAttachedMedia, usePhotos } from './attached-media.ts'
import {
  readAudience,
  readCallToAction,
  readChildren,
  readPreset,
  requireNovelty,
} from './feed-rules.ts'
import { addPost } from './post-store.ts'
import type { PostKind, StoredPost } from './post.ts'
import { readTiming } from './schedule.ts'
import { checkedLink, checkedText, requirePace } from './text-rules.ts'

/**
 * `POST /{page}/feed` (facebook.md 2.1 and 2.3). It is all one step: no other request comes between the
 * checks and the post.
 *
 * @throws GraphRefusal with the words of facebook.md 4
 */
export function createFeedPost(call: PageCall): StoredPost {
  const { context, page, params } = call
  requirePublisher(call)
  const message = checkedText('message', params.get('message'))
  const link = checkedLink(params.get('link'))
  const photos = readAttachedMedia(context, page, params)
  if (message === null && link === null && photos.length === 0) {
    throw invalidParameter('You must provide at least one of message, link or attached_media')
  }
  if (link !== null && photos.length > 0) {
    throw invalidParameter('You cannot specify both link and attached_media')
  }
  const media = photos.map((photo) => photoMedia(photo))
  const content = { message, link, media }
  const details = {
    ...readAudience(params),
    presetId: readPreset(params, content),
    childAttachments: readChildren(params, link),
    callToAction: readCallToAction(params),
  }
  const timing = readTiming(context, params)
  const seen = timing.state === 'published' || timing.state === 'scheduled'
  if (seen && media.length === 0) requireNovelty(context, page, content)
  if (seen) requirePace(context, page)

  const kind = kindOf(link, photos.length)
  const backdated = params.time('backdated_time')
  const at = backdated !== undefined && timing.state === 'published' ? backdated : timing.at
  const post = addPost(context, { pageId: page.id, kind, ...content, ...details, ...timing, at })
  usePhotos(context, photos, post)
  announcePost(context, page, post)
  return post
}

function kindOf(link: string | null, photos: number): PostKind {
  if (photos > 1) return 'album'
  if (photos === 1) return 'photo'
  return link === null ? 'status' : 'link'
}
