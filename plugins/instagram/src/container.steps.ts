import { uploadRest } from '@t21/meta-graph'
import type { ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, isConnectorFailure, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { ageSeconds, pending, type ContainerProgress, type PostProgress } from './checkpoint.ts'
import type { ContainerPlan, PostPlan } from './container.plan.ts'
import { containerStatus, type ContainerStatus } from './container.status.ts'
import { graph, prepareFailure, statusFailure, withoutMeaning } from './errors.ts'
import { maxRestarts, processingPatienceSeconds } from './limits.ts'
import { ask, CreatedAnswer, ownPath } from './request.ts'
import type { Settings } from './settings.ts'

/** What a step is about. */
export interface StepInput {
  readonly plan: ContainerPlan
  readonly progress: ContainerProgress
  /** The containers of a carousel's files, for its parent. */
  readonly children: readonly string[]
}

/** Where a container stands after a step, and when the next one makes sense. */
export interface StepResult {
  readonly progress: ContainerProgress
  readonly retryAfterSeconds: number
}

// Instagram advises a minute; a picture is mostly done at once.
const pictureWaits = [1, 2, 5, 10, 30] as const
const videoWaits = [5, 10, 20, 30] as const
const longestWait = 60
const maxMisses = 2

/** Takes a container one request further. */
export function nextStep(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  input: StepInput,
): Promise<StepResult> {
  switch (input.progress.state) {
    case 'pending':
      return create(call, part, input)
    case 'uploading':
      return upload(call, input)
    case 'interrupted':
      return askOffset(call, input)
    case 'doubtful':
      return askWhetherComplete(call, input)
    case 'processing':
    case 'finished':
      return poll(call, input)
  }
}

/**
 * Looks once more at what was ready before: after a crash or an attempt that was proved absent. Where Instagram says
 * that it is published after all, it must not be published again.
 */
export async function recheck(
  call: ConnectorCall<Settings>,
  progress: PostProgress,
  plan: PostPlan,
): Promise<PostProgress> {
  const { field } = plan.main
  const status = await containerStatus(call, progress.main.containerId)
  const { code, words } = status
  if (code === 'PUBLISHED') return { ...progress, published: true }
  if (code === 'FINISHED') return progress
  if (code === 'ERROR') throw statusFailure(words, field, call.now)
  if (code === 'EXPIRED') throw lost(status)
  // Nothing proves that it was not published, so it is not replaced either.
  throw failures.transient({
    message: 'Instagram does not say how far the prepared post is.',
    remedy: 'Nothing: it is tried again.',
    networkCode: code,
  })
}

const UploadAnswer = Type.Object({ uri: Type.String() })

async function create(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  { plan, progress, children }: StepInput,
): Promise<StepResult> {
  const response = await ask(call, {
    method: 'POST',
    path: ownPath(call, 'media'),
    form: {
      ...plan.params,
      ...(await filesOf(plan)),
      ...(children.length > 0 && { children: children.join(',') }),
    },
  })
  if (!isSuccess(response)) throw prepareFailure(response, part, plan.field, call.now)
  const created = read(CreatedAnswer, response.json)
  const uploadUrl = plan.bytes ? read(UploadAnswer, response.json)?.uri : ''
  if (!created || uploadUrl === undefined) throw withoutMeaning(response, 'a container')
  const made: ContainerProgress = {
    ...progress,
    containerId: String(created.id),
    state: plan.bytes ? 'uploading' : 'processing',
    createdAt: call.now.toISOString(),
    uploadUrl,
  }
  return { progress: made, retryAfterSeconds: plan.bytes ? 0 : waitOf(plan, made) }
}

async function filesOf({ file, cover, bytes }: ContainerPlan): Promise<Record<string, string>> {
  return {
    ...(bytes && { upload_type: 'resumable' }),
    ...(file && !bytes && { [`${file.kind}_url`]: await file.publicUrl() }),
    ...(cover && { cover_url: await cover.publicUrl() }),
  }
}

async function upload(
  call: ConnectorCall<Settings>,
  { plan, progress }: StepInput,
): Promise<StepResult> {
  const { file, field } = plan
  if (!file) throw lost()
  const { uploadUrl, offset, restarts } = progress
  let result
  try {
    result = await uploadRest(
      call,
      { uploadUrl, token: call.accessToken, file, offset, field, now: call.now },
      graph,
    )
  } catch (failure) {
    // Bytes that had all arrived before, their answer being lost, are refused in the same words as bad ones.
    const isRefused = isConnectorFailure(failure) && failure.kind === 'content_rejected'
    if (!isRefused || restarts >= maxRestarts) throw failure
    return { progress: { ...progress, state: 'doubtful' }, retryAfterSeconds: 0 }
  }
  if (result === 'interrupted') {
    return { progress: { ...progress, state: 'interrupted' }, retryAfterSeconds: 0 }
  }
  const sent: ContainerProgress = { ...progress, state: 'processing', offset: file.size }
  return { progress: sent, retryAfterSeconds: waitOf(plan, sent) }
}

const OffsetAnswer = Type.Object({ offset: Type.Integer({ minimum: 0 }) })

// That the address tells how much it has is unconfirmed (instagram.md 2.2): where it does not, or nothing has been
// gained, the container is asked.
async function askOffset(
  call: ConnectorCall<Settings>,
  { plan, progress }: StepInput,
): Promise<StepResult> {
  const response = await call.http.request({
    method: 'GET',
    url: progress.uploadUrl,
    auth: { oauth: call.accessToken },
  })
  const offset = isSuccess(response) ? read(OffsetAnswer, response.json)?.offset : undefined
  const size = plan.file?.size ?? 0
  if (offset === undefined || offset <= progress.offset || offset > size) {
    return { progress: { ...progress, state: 'doubtful' }, retryAfterSeconds: 0 }
  }
  const state = offset === size ? ('processing' as const) : ('uploading' as const)
  return { progress: { ...progress, state, offset }, retryAfterSeconds: 0 }
}

// Without its bytes a container stays in progress for ever (instagram.md 10), so that one is left to itself.
async function askWhetherComplete(
  call: ConnectorCall<Settings>,
  { plan, progress }: StepInput,
): Promise<StepResult> {
  const status = await containerStatus(call, progress.containerId)
  const { code, words } = status
  if (code === 'FINISHED') {
    return { progress: { ...progress, state: 'finished' }, retryAfterSeconds: 0 }
  }
  if (code === 'ERROR') throw statusFailure(words, plan.field, call.now)
  if (progress.restarts >= maxRestarts) throw lost(status)
  return { progress: pending(plan, progress.restarts + 1), retryAfterSeconds: 1 }
}

async function poll(
  call: ConnectorCall<Settings>,
  { plan, progress }: StepInput,
): Promise<StepResult> {
  const status = await containerStatus(call, progress.containerId)
  const { code, words } = status
  if (code === 'FINISHED') {
    return { progress: { ...progress, state: 'finished' }, retryAfterSeconds: 0 }
  }
  if (code === 'ERROR') throw statusFailure(words, plan.field, call.now)
  if (code === 'EXPIRED') throw lost(status)
  if (code === 'MISSING') return missed(progress, status)
  // A word that a newer API may bring is waited for as well, and neither for ever.
  if (ageSeconds(progress, call.now) > processingPatienceSeconds) throw lost(status)
  const asked: ContainerProgress = { ...progress, polls: progress.polls + 1, misses: 0 }
  return { progress: asked, retryAfterSeconds: waitOf(plan, asked) }
}

// instagram.md 4: asked again once or twice within two minutes, then made anew.
function missed(progress: ContainerProgress, status: ContainerStatus): StepResult {
  if (progress.misses >= maxMisses) throw lost(status)
  return { progress: { ...progress, misses: progress.misses + 1 }, retryAfterSeconds: 30 }
}

function waitOf({ file }: ContainerPlan, { polls }: ContainerProgress): number {
  const waits = file?.kind === 'video' ? videoWaits : pictureWaits
  return waits[polls] ?? longestWait
}

function lost(said?: Pick<ContainerStatus, 'words' | 'networkCode'>): Error {
  return failures.preparationLost({
    message: 'Instagram no longer has what was prepared, or does not get it done.',
    remedy: 'Nothing: it is prepared anew.',
    ...(said && { networkCode: said.networkCode }),
    ...(said?.words && { networkMessage: said.words }),
  })
}
