import type { CancelResult, Checkpoint, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { progressOf } from './checkpoint.ts'
import { callFailure, isOk, readProblem } from './errors.ts'
import { isNotCancellable } from './problem.ts'
import { post } from './request.ts'
import type { Settings } from './settings.ts'

/**
 * Asks TikTok to give up what it is fetching: tiktok.md 2.6, best effort. What T21 has uploaded cannot be called off, so
 * TikTok is not even asked.
 */
export async function cancel(
  call: ConnectorCall<Settings>,
  _part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CancelResult> {
  const progress = progressOf(checkpoint)
  if (progress && progress.state !== 'allowed' && progress.source === 'FILE_UPLOAD') {
    return { state: 'too_late' }
  }
  if (!progress || progress.state === 'allowed' || progress.publishId === null) {
    throw failures.transient({
      message: 'T21 does not know under which id TikTok publishes this post.',
      remedy: 'Look at the account in the TikTok app.',
    })
  }
  const response = await post(call, 'cancel', { publish_id: progress.publishId })
  if (isOk(response)) return { state: 'requested' }
  if (isNotCancellable(readProblem(response))) return { state: 'too_late' }
  throw callFailure(response, 'calling the post off')
}
