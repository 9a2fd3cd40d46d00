import type { ConnectorCall, PrepareResult, PublishPart } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import type { Pull, Upload } from './checkpoint.ts'
import { failureOfReason } from './fail-reasons.ts'
import { planOf } from './plan.ts'
import type { Settings } from './settings.ts'
import { askStatus } from './status.ts'
import { atOffset, isAlive, toldOf, uploadLost } from './upload.ts'

/** A part under the id that TikTok gave it. */
export type Begun = (Upload | Pull) & { readonly publishId: string }

/**
 * A part that was ready before: its last piece, or its announcement, was perhaps sent. TikTok is asked before anything is
 * begun anew, and what it has in whole is not sent again.
 */
export async function resume(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  progress: Begun,
): Promise<PrepareResult> {
  const status = await askStatus(call, progress.publishId)
  switch (status.state) {
    case 'failed':
      throw failureOfReason(status.reason)
    case 'unknown':
      throw failures.transient({
        message: 'TikTok does not know the post that was begun, or not yet.',
        remedy: 'Nothing: it is asked again.',
        networkCode: 'invalid_publish_id',
      })
    case 'complete':
    case 'delivered':
    case 'processing':
      return sent(progress)
    case 'uploading': {
      if (progress.source === 'PULL_FROM_URL') return sent(progress)
      const uploaded = status.uploaded ?? progress.offset
      return uploaded < progress.size ? goOn(call, part, progress, uploaded) : sent(progress)
    }
  }
}

// Not all of the video has arrived, so it is not published: the missing pieces may be sent.
function goOn(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  upload: Upload,
  uploaded: number,
): PrepareResult {
  const plan = planOf(part, call.settings)
  const same =
    plan.source === 'FILE_UPLOAD' &&
    upload.sourceId === part.media[0]?.id &&
    upload.told === toldOf(part, plan)
  if (!same || !isAlive(upload, call.now)) throw uploadLost()
  const next = atOffset(upload, uploaded)
  if (next.state === 'ready') return { state: 'ready', checkpoint: next }
  return { state: 'waiting', checkpoint: next, retryAfterSeconds: 0 }
}

function sent(progress: Upload | Pull): PrepareResult {
  return { state: 'ready', checkpoint: { ...progress, state: 'sent' } }
}
