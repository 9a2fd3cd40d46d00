import type { Checkpoint, ConnectorCall, PrepareResult, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf } from '@t21/plugin-kit'
import { progressOf, pull, type Progress, type Upload } from './checkpoint.ts'
import { askCreatorInfo } from './creator-info.ts'
import { factsOf } from './facts.ts'
import { creatorInfoSeconds } from './limits.ts'
import { planOf, type Plan } from './plan.ts'
import { resume, type Begun } from './resume.ts'
import type { Settings } from './settings.ts'
import { beginUpload, continueUpload, isAlive, toldOf, uploadLost } from './upload.ts'

/**
 * All that comes before the irreversible moment, one request a call: TikTok is asked what the account may publish, the
 * video is announced, and all of its pieces but the last are sent (tiktok.md 5). What TikTok fetches needs no more than
 * the question, for there the announcement publishes.
 */
export async function prepare(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  const progress = progressOf(checkpoint)
  // A part that comes back ready was perhaps sent already.
  const begun = begunBefore(progress)
  if (begun) return resume(call, part, begun)

  const plan = planOf(part, call.settings)
  if (plan.source === 'PULL_FROM_URL') {
    if (plan.mode === 'direct') await checkCreator(call, part, plan)
    return { state: 'ready', checkpoint: pull(null) }
  }
  const file = part.media[0]
  if (!file) throw new Error('A plan without a file.')
  if (progress?.state === 'uploading') {
    if (progress.told !== toldOf(part, plan) || progress.sourceId !== file.id) throw uploadLost()
    if (!isAlive(progress, call.now)) throw uploadLost()
    return uploadStep(await continueUpload(call, file, progress))
  }
  if (plan.mode === 'direct' && !isAllowed(progress, call.now)) {
    await checkCreator(call, part, plan)
    const allowed = { v: 1, state: 'allowed', at: call.now.toISOString() } as const
    return { state: 'waiting', checkpoint: allowed, retryAfterSeconds: 0 }
  }
  return uploadStep(await beginUpload(call, part, plan, file))
}

function begunBefore(progress: Progress | null): Begun | null {
  if (progress === null || progress.state === 'allowed' || progress.state === 'uploading')
    return null
  const { publishId } = progress
  return publishId === null ? null : { ...progress, publishId }
}

function isAllowed(progress: Progress | null, now: Date): boolean {
  if (progress?.state !== 'allowed') return false
  return now.getTime() - Date.parse(progress.at) <= creatorInfoSeconds * 1000
}

function uploadStep(upload: Upload): PrepareResult {
  if (upload.state === 'ready') return { state: 'ready', checkpoint: upload }
  return { state: 'waiting', checkpoint: upload, retryAfterSeconds: 0 }
}

// The account's own word of this minute, before a byte is sent.
async function checkCreator(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  plan: Plan,
): Promise<void> {
  const facts = factsOf(await askCreatorInfo(call))
  const levels = facts.privacyLevels ?? []
  if (plan.privacyLevel !== null && !levels.includes(plan.privacyLevel)) {
    throw failures.contentRejected({
      message: `TikTok does not offer this account the privacy level ${plan.privacyLevel} (any more).`,
      remedy: `Choose one of: ${levels.join(', ')}.`,
      field: fieldOf(part, 'options.privacyLevel'),
    })
  }
  const durationMs = part.media[0]?.durationMs
  if (plan.media === 'photo' || durationMs === undefined || facts.maxVideoSeconds === null) return
  if (durationMs <= facts.maxVideoSeconds * 1000) return
  throw failures.contentRejected({
    message: `TikTok lets this account publish videos of at most ${facts.maxVideoSeconds} seconds.`,
    remedy: 'Shorten the video.',
    field: fieldOf(part, 'media[0]'),
  })
}
