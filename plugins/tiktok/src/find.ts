import type { Checkpoint, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { patience, progressOf, type Pull, type Upload } from './checkpoint.ts'
import { searchVideos } from './find.search.ts'
import { planOf } from './plan.ts'
import { publishedOf } from './published.ts'
import type { Settings } from './settings.ts'
import { askStatus } from './status.ts'

/**
 * Whether TikTok has the post: by its publish id, which is known before the last byte of an upload, and by the list of
 * public videos where the answer to an announcement was lost (tiktok.md 5). Absent is only what TikTok gave up, or has
 * not in whole; what it has and still works on is accepted.
 */
export async function find(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  const progress = progressOf(checkpoint)
  if (!progress || progress.state === 'allowed') {
    return cannotTell('T21 does not know under which id TikTok publishes this post.')
  }
  const plan = planOf(part, call.settings)
  if (progress.publishId === null) return searchVideos(call, part, plan)

  const status = await askStatus(call, progress.publishId)
  switch (status.state) {
    case 'complete':
    case 'delivered': {
      const published = publishedOf(status, progress.publishId, plan, call.account.username)
      return { state: 'found', ...published }
    }
    case 'failed':
      return { state: 'absent' }
    case 'uploading':
      if (progress.source === 'PULL_FROM_URL') return accepted(progress)
      if (status.uploaded === null) return cannotTell('TikTok does not say how much it has.')
      return status.uploaded < progress.size ? { state: 'absent' } : accepted(progress)
    case 'processing':
      return accepted(progress)
    case 'unknown':
      return cannotTell('TikTok does not know the id that it gave the post.')
  }
}

function accepted(progress: Upload | Pull): FindResult {
  return {
    state: 'accepted',
    checkpoint: { ...progress, state: 'sent', asked: 0 },
    retryAfterSeconds: patience(0),
  }
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
