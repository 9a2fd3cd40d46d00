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
import { askProcessing } from './upload.processing.ts'
import { beginUpload, continueUpload, type StepResult } from './upload.ts'

/**
 * Uploads the media of a part, one request a call: begin, a piece, finish, ask. Posts with files that LinkedIn has not
 * processed stay invisible, so it waits for each of them (linkedin.md 2.1). Everything here is invisible and may be
 * repeated. A part without media needs nothing.
 */
export async function prepare(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  const owner = call.account.platformUserId
  const media = progressOf(part, checkpoint, owner, call.now)
  const index = media.findIndex(({ state }) => state !== 'uploaded')
  const progress = media[index]
  const file = part.media[index]
  if (!progress || !file) return { state: 'ready', checkpoint: toCheckpoint(media, owner) }

  const step = await nextStep(call, file, progress, fieldOf(part, `media[${index}]`))
  const after = toCheckpoint(media.with(index, step.progress), owner)
  const isLast = index === media.length - 1
  if (isLast && step.progress.state === 'uploaded' && step.retryAfterSeconds === 0) {
    return { state: 'ready', checkpoint: after }
  }
  return { state: 'waiting', checkpoint: after, retryAfterSeconds: step.retryAfterSeconds }
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
    case 'uploaded':
      return askProcessing(call, file, progress, field)
  }
}
