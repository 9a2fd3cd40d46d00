import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { readBody } from '../api/body.ts'
import { endpoint, requireScopes, type Call } from '../api/endpoint.ts'
import { invalidParams } from '../api/errors.ts'
import { inspectPhotos } from '../media/photos.ts'
import { pull, requireOwnership } from '../media/pull.ts'
import { planUpload, uploadAddress } from '../media/uploads.ts'
import { inspectVideo } from '../media/video-checks.ts'
import { arrive } from './arrival.ts'
import { beginPublication } from './new-publication.ts'
import { nothingSaid, photoPostInfo, videoPostInfo } from './post-info.ts'
import type { PostInfo, Publication } from './publication.ts'
import { findPublication, keepPublication } from './publications.ts'
import { newInboxVideo, newPhotos, newVideo } from './schemas.ts'
import {
  requireCurrentApp,
  requireDailyPosts,
  requireInboxRoom,
  requireStanding,
} from './standing.ts'
import { readVideoSource } from './video-source.ts'

/** The three calls with which a post begins (tiktok.md 2.2). */
export const initRoutes: readonly EmulatorRoute[] = [
  endpoint({
    method: 'POST',
    path: '/v2/post/publish/video/init/',
    operation: 'init_video',
    scopes: ['video.publish'],
    async handle(call) {
      const body = readBody(call.request, newVideo)
      requireMay(call, 'direct')
      const info = videoPostInfo(call.caller, body.post_info)
      return await beginVideo(call, 'direct', info, body.source_info)
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v2/post/publish/inbox/video/init/',
    operation: 'init_inbox_video',
    scopes: ['video.upload'],
    async handle(call) {
      const body = readBody(call.request, newInboxVideo)
      requireMay(call, 'inbox')
      return await beginVideo(call, 'inbox', nothingSaid, body.source_info)
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v2/post/publish/content/init/',
    operation: 'init_content',
    scopes: [],
    async handle(call) {
      const { context, caller, request } = call
      const body = readBody(request, newPhotos)
      const mode = body.post_mode === 'DIRECT_POST' ? 'direct' : 'inbox'
      requireScopes(caller, [mode === 'direct' ? 'video.publish' : 'video.upload'])
      requireMay(call, mode)
      const info = photoPostInfo(caller, body.post_info ?? {}, mode)
      const { photo_images: urls, photo_cover_index: cover = 0 } = body.source_info
      if (cover >= urls.length) {
        throw invalidParams('source_info.photo_cover_index: there is no such photo.')
      }
      for (const url of urls) requireOwnership(url)
      const begun = beginPublication(call, { media: 'photo', mode, info, upload: null })
      const pulled = await Promise.all(urls.map((url) => pull(context, url)))
      const downloadedBytes = pulled.reduce((sum, file) => sum + (file?.length ?? 0), 0)
      const fetched = keepFetched(call, begun, downloadedBytes)
      arrive(context, fetched, await inspectPhotos(context, fetched, pulled, cover))
      return { publish_id: begun.id }
    },
  }),
]

async function beginVideo(
  call: Call,
  mode: 'direct' | 'inbox',
  info: PostInfo,
  sourceInfo: unknown,
): Promise<object> {
  const { context } = call
  const source = readVideoSource(sourceInfo)
  if (source.source === 'FILE_UPLOAD') {
    const upload = planUpload(source)
    const begun = beginPublication(call, { media: 'video', mode, info, upload })
    return { publish_id: begun.id, upload_url: uploadAddress(context, begun, upload) }
  }
  requireOwnership(source.video_url)
  const begun = beginPublication(call, { media: 'video', mode, info, upload: null })
  const bytes = await pull(context, source.video_url)
  const fetched = keepFetched(call, begun, bytes?.length ?? 0)
  arrive(
    context,
    fetched,
    bytes === undefined
      ? { failure: 'video_pull_failed' }
      : await inspectVideo(context, fetched, bytes),
  )
  return { publish_id: begun.id }
}

/** It may have been called off while it was fetched: what is stored now counts. */
function keepFetched({ context }: Call, begun: Publication, downloadedBytes: number): Publication {
  const now = findPublication(context, begun.id) ?? begun
  return keepPublication(context, { ...now, downloadedBytes })
}

function requireMay(call: Call, mode: 'direct' | 'inbox'): void {
  requireCurrentApp(call)
  requireStanding(call, 403)
  if (mode === 'direct') requireDailyPosts(call, 403)
  else requireInboxRoom(call)
}
