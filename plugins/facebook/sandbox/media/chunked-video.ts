import { invalidParameter, newId, refusal } from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorResponse } from '@t21/plugin-kit/sandbox'
import type { PageCall } from '../api/page-call.ts'
import { videoLimits } from '../api/limits.ts'
import { readFinish } from './finish.ts'
import { requireThumb, storeVideo } from './video-file.ts'
import { finishVideo } from './video-publication.ts'
import { findVideo, openVideo, removeVideo } from './video.ts'

/** A chunked upload (facebook.md 2.4, "Legacy chunked"). */
interface Session {
  readonly id: string
  readonly videoId: string
  readonly pageId: string
  readonly fileSize: number
  readonly received: number
}

/** One request of a chunked upload: start, transfer, finish or cancel. @throws GraphRefusal */
export async function handleChunk(call: PageCall, phase: string): Promise<EmulatorResponse> {
  switch (phase) {
    case 'start':
      return start(call)
    case 'transfer':
      return await transfer(call, sessionOf(call))
    case 'finish':
      return await finish(call, sessionOf(call))
    case 'cancel': {
      const session = sessionOf(call)
      sessions(call.context).delete(session.id)
      await removeVideo(call.context, session.videoId)
      return { status: 200, json: { success: true } }
    }
    default:
      throw invalidParameter('Param upload_phase must be one of {start, transfer, finish, cancel}')
  }
}

function start({ context, page, params }: PageCall): EmulatorResponse {
  const size = params.require('file_size')
  const fileSize = /^\d{1,12}$/.test(size) ? Number(size) : 0
  if (fileSize === 0 || fileSize > videoLimits.bytes) {
    throw invalidParameter('Param file_size must be the size of the file in bytes')
  }
  const video = openVideo(context, page.id, 'video')
  const session = { id: newId(context), videoId: video.id, pageId: page.id, fileSize, received: 0 }
  sessions(context).set(session.id, session)
  return {
    status: 200,
    json: { upload_session_id: session.id, video_id: video.id, ...offsetsOf(session) },
  }
}

async function transfer(
  { context, params }: PageCall,
  session: Session,
): Promise<EmulatorResponse> {
  const chunk = params.file('video_file_chunk')
  if (chunk === undefined) throw invalidParameter('The parameter video_file_chunk is required.')
  const right = offsetsOf(session)
  const fits = session.received + chunk.value.length <= Number(right.end_offset)
  if (params.require('start_offset') !== right.start_offset || !fits) {
    throw refusal({
      message: 'There was a problem uploading your video file. Please try again with another file.',
      code: 6001,
      subcode: 1363037,
      data: right,
    })
  }
  const before = (await context.store.getBytes(session.videoId)) ?? Buffer.alloc(0)
  await context.store.putBytes(session.videoId, Buffer.concat([before, chunk.value]))
  const after = { ...session, received: session.received + chunk.value.length }
  sessions(context).set(session.id, after)
  return { status: 200, json: offsetsOf(after) }
}

async function finish(call: PageCall, session: Session): Promise<EmulatorResponse> {
  const { context, params } = call
  if (session.received < session.fileSize) {
    throw refusal({
      message: 'There was a problem uploading your video file.',
      code: 6001,
      subcode: 1363041,
      transient: true,
      data: offsetsOf(session),
    })
  }
  const video = findVideo(context, session.videoId)
  const bytes = await context.store.getBytes(session.videoId)
  if (video === undefined || bytes === undefined) throw invalidParameter('The upload is gone')
  requireThumb(params)
  const plan = readFinish(call)
  finishVideo(context, await storeVideo(context, video, bytes), plan)
  sessions(context).delete(session.id)
  return { status: 200, json: { success: true } }
}

/** What Facebook wants next: a megabyte at most; both the same when it has everything. */
function offsetsOf({ received, fileSize }: Session): {
  readonly start_offset: string
  readonly end_offset: string
} {
  const end = Math.min(fileSize, received + videoLimits.chunkBytes)
  return { start_offset: String(received), end_offset: String(end) }
}

function sessionOf({ context, page, params }: PageCall): Session {
  const session = sessions(context).get(params.require('upload_session_id'))
  if (session !== undefined && session.pageId === page.id) return session
  throw invalidParameter('Param upload_session_id is no open upload of this page')
}

function sessions(context: EmulatorContext): Map<string, Session> {
  return context.store.collection<Session>('video_sessions')
}
