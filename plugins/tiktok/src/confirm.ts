import type { Checkpoint, ConfirmResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { patience, progressOf } from './checkpoint.ts'
import { failureOfReason } from './fail-reasons.ts'
import { planOf } from './plan.ts'
import { publishedOf } from './published.ts'
import type { Settings } from './settings.ts'
import { askStatus } from './status.ts'

/** Asks after an accepted post: tiktok.md 2.5. An id that TikTok does not know yet is asked after again. */
export async function confirm(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<ConfirmResult> {
  const progress = progressOf(checkpoint)
  if (!progress || progress.state === 'allowed' || progress.publishId === null) {
    throw failures.transient({
      message: 'T21 does not know under which id TikTok publishes this post.',
      remedy: 'Look at the account in the TikTok app.',
    })
  }
  const status = await askStatus(call, progress.publishId)
  switch (status.state) {
    case 'complete':
    case 'delivered': {
      const plan = planOf(part, call.settings)
      const published = publishedOf(status, progress.publishId, plan, call.account.username)
      return { state: 'published', ...published }
    }
    case 'failed':
      throw failureOfReason(status.reason)
    case 'uploading':
    case 'processing':
    case 'unknown': {
      const asked = progress.asked + 1
      return {
        state: 'waiting',
        checkpoint: { ...progress, asked },
        retryAfterSeconds: patience(asked),
      }
    }
  }
}
