import { watchUsage } from '@t21/meta-graph'
import type {
  Checkpoint,
  ConnectorCall,
  PrepareResult,
  PublishMedia,
  PublishPart,
} from '@t21/plugin-kit'
import { fieldOf } from '@t21/plugin-kit'
import { progressOf, toCheckpoint, type MediaProgress } from './checkpoint.ts'
import { formOf, type Form } from './form.ts'
import type { Settings } from './settings.ts'
import { uploadShortVideo } from './upload.reel.ts'
import { stagePhoto } from './upload.photo.ts'
import { uploadVideo } from './upload.video.ts'
import type { StepResult } from './upload.ts'

/**
 * Stages the media of a part, one request a call: photos unpublished, videos as uploads without their end. A part
 * without media needs nothing. Everything here is invisible and may be repeated: facebook.md 5.
 */
export async function prepare(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  const form = formOf(part)
  const media = progressOf(part, form, checkpoint, call.now)
  const index = media.findIndex((progress) => progress.state !== 'uploaded')
  const progress = media[index]
  const file = part.media[index]
  if (!progress || !file) return { state: 'ready', checkpoint: toCheckpoint(form, media) }

  const watched = watchUsage(call.http)
  const step = await nextStep({ ...call, http: watched.http }, form, {
    file,
    progress,
    field: fieldOf(part, `media[${index}]`),
  })
  const after = media.with(index, step.progress)
  if (after.every((each) => each.state === 'uploaded')) {
    return { state: 'ready', checkpoint: toCheckpoint(form, after) }
  }
  return {
    state: 'waiting',
    checkpoint: toCheckpoint(form, after),
    // Before Meta has to refuse: calls while it does prolong the pause.
    retryAfterSeconds: Math.max(step.retryAfterSeconds, watched.pauseSeconds()),
  }
}

function nextStep(
  call: ConnectorCall<Settings>,
  form: Form,
  input: {
    readonly file: PublishMedia
    readonly progress: MediaProgress
    readonly field: string
  },
): Promise<StepResult> {
  switch (form) {
    case 'video':
      return uploadVideo(call, input)
    case 'reel':
    case 'video_story':
      return uploadShortVideo(call, form, input)
    default:
      return stagePhoto(call, input)
  }
}
