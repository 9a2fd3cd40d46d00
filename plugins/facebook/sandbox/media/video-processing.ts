import { readFilm } from '@t21/meta-graph/sandbox'
import { withProcessingFaults, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { videoLimits } from '../api/limits.ts'
import { filmProblem } from './film-rules.ts'
import type { StoredVideo } from './video.ts'

/** How far a video has come. */
export type VideoStage = 'uploading' | 'processing' | 'failed' | 'ready'

/** The video with its bytes complete; processing begins. `undefined` where the bytes are no video. */
export function withBytes(
  context: EmulatorContext,
  video: StoredVideo,
  bytes: Buffer,
): StoredVideo | undefined {
  const film = readFilm(bytes)
  if (film === undefined) return undefined
  const uploadedAt = context.now().getTime()
  const failure = filmProblem(film, video.purpose) ?? null
  return withFaults(context, { ...video, film, uploadedAt, fileBytes: bytes.length, failure })
}

/** One more question for its status. What is out already has been processed, whatever happens to the question. */
export function polled(context: EmulatorContext, video: StoredVideo): StoredVideo {
  if (video.uploadedAt === null || video.postId !== null) return video
  return withFaults(context, { ...video, polls: video.polls + 1 })
}

/** Every question and every second is a step; after two of them processing is over. */
export function stageOf(context: EmulatorContext, video: StoredVideo): VideoStage {
  if (video.uploadedAt === null) return 'uploading'
  const now = context.now().getTime()
  const steps = Math.max(video.polls, Math.floor((now - video.uploadedAt) / 1000))
  if (steps < videoLimits.processingSteps || now < video.slowUntil) return 'processing'
  return video.failure === null ? 'ready' : 'failed'
}

/** Seconds from now until processing is over without any question. */
export function secondsLeft(context: EmulatorContext, video: StoredVideo): number {
  const now = context.now().getTime()
  const end = (video.uploadedAt ?? now) + videoLimits.processingSteps * 1000
  return Math.max(0, Math.ceil((Math.max(end, video.slowUntil) - now) / 1000))
}

/** The video with the faults that were asked for on this operation: processing takes longer, or fails. */
export function withFaults(context: EmulatorContext, video: StoredVideo): StoredVideo {
  return withProcessingFaults(context, video, {
    slowSeconds: videoLimits.slowProcessingSeconds,
    failure: 'The video could not be processed',
  })
}
