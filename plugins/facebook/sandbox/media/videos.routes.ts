import { cutPage, listAnswer } from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import {
  graphHost,
  pageRoute,
  requirePublisher,
  requireReader,
  videoHost,
  type PageCall,
} from '../api/page-call.ts'
import { handleChunk } from './chunked-video.ts'
import { readFinish } from './finish.ts'
import { receiveVideo, requireThumb } from './video-file.ts'
import { finishVideo, settleVideos } from './video-publication.ts'
import { presentVideo } from './video-view.ts'
import { videosOf } from './video.ts'

/** Videos of a page, in one request or in chunks, on both hosts (facebook.md 2.4). */
export const videoRoutes: readonly EmulatorRoute[] = [
  ...[graphHost, videoHost].map((host) =>
    pageRoute({ method: 'POST', path: '/:page/videos', operation: 'create_video', handle }, host),
  ),
  pageRoute({
    method: 'GET',
    path: '/:page/videos',
    operation: 'videos',
    handle(call) {
      const { context, page, params, request, fields } = call
      requireReader(call.caller)
      settleVideos(context)
      const rows = videosOf(context, page.id, 'video').filter(({ finish }) => finish !== null)
      const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
      const data = cut.rows.map((video) => presentVideo(context, video, fields))
      return { status: 200, json: listAnswer(data, cut.paging) }
    },
  }),
]

async function handle(call: PageCall) {
  const { context, page, params } = call
  requirePublisher(call)
  const phase = params.get('upload_phase')
  if (phase !== undefined) return await handleChunk(call, phase)
  const finish = readFinish(call)
  requireThumb(params)
  const video = await receiveVideo(context, page.id, params)
  return { status: 200, json: { id: finishVideo(context, video, finish).id } }
}
