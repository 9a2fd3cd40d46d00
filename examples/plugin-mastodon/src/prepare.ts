import type { Checkpoint, ConnectorCall, PrepareResult, PublishPart } from '@t21/plugin-kit'
import { fieldOf } from '@t21/plugin-kit'
import { progressOf, type MediaProgress } from './checkpoint.ts'
import { inheritedFrom } from './inherit.ts'
import type { Settings } from './settings.ts'
import { askProcessing, describeMedia, upload, type StepResult } from './upload.ts'

/**
 * Gives the part its key, reads what a thread's post takes over from the one before, and uploads the media: at most one
 * request a call. Everything here is invisible and may be repeated.
 */
export async function prepare(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  const progress = progressOf(part, checkpoint, call.now)
  if (part.previous !== null && progress.inherited === null) {
    const inherited = await inheritedFrom(call, part, part.previous.parentId)
    return answer(part, { ...progress, inherited }, 0)
  }
  const index = progress.media.findIndex((file, at) => !isDone(file, part, at))
  const step = await nextStep(call, part, progress.media[index], index)
  if (step === null) return answer(part, progress, 0)
  const media = progress.media.with(index, step.progress)
  return answer(part, { ...progress, media }, step.retryAfterSeconds)
}

async function nextStep(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  progress: MediaProgress | undefined,
  index: number,
): Promise<StepResult | null> {
  const file = part.media[index]
  if (file === undefined || progress === undefined) return null
  const field = fieldOf(part, `media[${index}]`)
  switch (progress.state) {
    case 'pending':
      return upload(call, file, progress, field)
    case 'processing':
      return askProcessing(call, progress, field)
    case 'uploaded':
      return describeMedia(call, file, progress, field)
  }
}

function answer(
  part: PublishPart,
  progress: ReturnType<typeof progressOf>,
  retryAfterSeconds: number,
): PrepareResult {
  return progress.media.every((file, at) => isDone(file, part, at))
    ? { state: 'ready', checkpoint: progress }
    : { state: 'waiting', checkpoint: progress, retryAfterSeconds }
}

function isDone(progress: MediaProgress, part: PublishPart, index: number): boolean {
  return progress.state === 'uploaded' && progress.altText === (part.media[index]?.altText || null)
}
