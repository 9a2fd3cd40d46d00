import { withProcessingFaults, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mediaLimits } from '../api/limits.ts'
import type { FinishedUpload, Processing, StoredMedia } from './media.ts'

/** How far the processing of a GIF or a video has come. */
export type ProcessingState = 'pending' | 'in_progress' | 'succeeded' | 'failed'

/** The beginning of processing, with the faults that were asked for on this operation. */
export function startProcessing(context: EmulatorContext, failure: string | null): Processing {
  return withFaults(context, { polls: 0, slowUntil: 0, failure })
}

/** One more question for the state. */
export function pollProcessing(context: EmulatorContext, processing: Processing): Processing {
  return withFaults(context, { ...processing, polls: processing.polls + 1 })
}

/**
 * The state now. Every poll and every second moves it by one step: pending, in progress, done. Media
 * without processing are done at once; an upload without all its bytes is pending.
 */
export function stateOf(context: EmulatorContext, media: StoredMedia): ProcessingState {
  if (media.finished === null) return 'pending'
  const { processing } = media.finished
  if (processing === null) return 'succeeded'
  const step = stepOf(context, media.finished, processing)
  if (step === 0) return 'pending'
  if (step === 1) return 'in_progress'
  return processing.failure === null ? 'succeeded' : 'failed'
}

/** `processing_info`, or `undefined` for media that need no processing. */
export function processingInfo(context: EmulatorContext, media: StoredMedia): object | undefined {
  const processing = media.finished?.processing
  if (processing === null || processing === undefined) return undefined
  const state = stateOf(context, media)
  switch (state) {
    case 'pending':
      return { state, check_after_secs: mediaLimits.checkAfterSeconds }
    case 'in_progress':
      return { state, check_after_secs: mediaLimits.checkAfterSeconds, progress_percent: 50 }
    case 'succeeded':
      return { state, progress_percent: 100 }
    case 'failed':
      return {
        state,
        progress_percent: 0,
        error: { code: 1, name: 'InvalidMedia', message: processing.failure },
      }
  }
}

function stepOf(
  context: EmulatorContext,
  finished: FinishedUpload,
  processing: Processing,
): 0 | 1 | 2 {
  const now = context.now().getTime()
  const seconds = Math.floor((now - finished.at) / 1000)
  const step = Math.max(processing.polls, seconds)
  if (step <= 0) return 0
  return step === 1 || now < processing.slowUntil ? 1 : 2
}

function withFaults(context: EmulatorContext, processing: Processing): Processing {
  return withProcessingFaults(context, processing, {
    slowSeconds: mediaLimits.slowProcessingSeconds,
    failure: 'InvalidMedia: the file could not be processed',
  })
}
