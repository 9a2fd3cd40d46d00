import type {
  Checkpoint,
  ConnectorCall,
  PrepareResult,
  PublishMedia,
  PublishPart,
} from '@t21/plugin-kit'
import { fieldOf } from '@t21/plugin-kit'
import { progressOf, toCheckpoint, type MediaProgress } from './checkpoint.ts'
import type { Settings } from './settings.ts'
import { describeMedia } from './upload.metadata.ts'
import { askProcessing, beginUpload, continueUpload, type StepResult } from './upload.ts'

/**
 * Uploads the media of a part, at most one request a call: begin, a piece, finish, ask, alternative
 * text. A part without media needs nothing. Everything here is invisible and may be repeated.
 */
export async function prepare(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  const media = progressOf(part, checkpoint, call.now)
  const index = media.findIndex((progress, at) => !isDone(progress, part.media[at]))
  const progress = media[index]
  const file = part.media[index]
  if (!progress || !file) return { state: 'ready', checkpoint: toCheckpoint(media) }

  const step = await nextStep(call, file, progress, fieldOf(part, `media[${index}]`))
  const after = media.with(index, step.progress)
  if (after.every((each, at) => isDone(each, part.media[at]))) {
    return { state: 'ready', checkpoint: toCheckpoint(after) }
  }
  return {
    state: 'waiting',
    checkpoint: toCheckpoint(after),
    retryAfterSeconds: step.retryAfterSeconds,
  }
}

function nextStep(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  switch (progress.state) {
    case 'pending':
      return beginUpload(call, file, progress, field)
    case 'uploading':
      return continueUpload(call, file, progress, field)
    case 'processing':
      return askProcessing(call, progress, field)
    case 'uploaded':
      return describeMedia(call, file, progress, field)
  }
}

function isDone(progress: MediaProgress, file: PublishMedia | undefined): boolean {
  return progress.state === 'uploaded' && progress.altText === wantedAltText(file)
}

function wantedAltText(file: PublishMedia | undefined): string | null {
  // X has alternative texts for pictures and GIFs only.
  return file?.kind === 'video' ? null : file?.altText || null
}
