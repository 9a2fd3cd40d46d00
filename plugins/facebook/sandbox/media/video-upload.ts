import {
  callerOf,
  GraphRefusal,
  openUpload,
  ruploadRoutes,
  type Caller,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { videoLimits } from '../api/limits.ts'
import { sandboxApp } from '../api/sandbox-app.ts'
import { withBytes } from './video-processing.ts'
import { findVideo, keepVideo, openVideo, type VideoPurpose } from './video.ts'

/** The bytes of reels and video stories (facebook.md 2.5). */
export const videoUploadRoutes: readonly EmulatorRoute[] = ruploadRoutes({
  prefix: 'video-upload',
  operation: 'upload_video',
  success: { success: true },
  largest: videoLimits.bytes,
  authorize(context, id, token) {
    const video = findVideo(context, id)
    if (video === undefined || video.purpose === 'video') return undefined
    const caller = quietCaller(context, token)
    return caller?.kind === 'page' && caller.page.id === video.pageId
  },
  complete(context, id, bytes) {
    const video = findVideo(context, id)
    const filled = video === undefined ? undefined : withBytes(context, video, bytes)
    if (filled === undefined) return 'The file is no video that can be read'
    keepVideo(context, filled)
    return undefined
  },
})

/** The answer to `upload_phase=start`: an id, and where the bytes go. Always use the address as it comes. */
export function startUpload(
  context: EmulatorContext,
  pageId: string,
  purpose: VideoPurpose,
  version: string,
): { readonly video_id: string; readonly upload_url: string } {
  const { id } = openVideo(context, pageId, purpose)
  openUpload(context, id)
  // The documentation shows it with the version for reels and without for stories.
  const path = purpose === 'reel' ? `${version}/${id}` : id
  return {
    video_id: id,
    upload_url: `${context.origin('rupload.facebook.com')}/video-upload/${path}`,
  }
}

function quietCaller(context: EmulatorContext, token: string | undefined): Caller | undefined {
  try {
    return callerOf(context, sandboxApp, token)
  } catch (error) {
    if (error instanceof GraphRefusal) return undefined
    throw error
  }
}
