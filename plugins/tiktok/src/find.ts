import type { Checkpoint, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { progressOf, type Pull, type Upload } from './checkpoint.ts'
import { searchVideos } from './find.search.ts'
import { planOf } from './plan.ts'
import { publishedOf } from './published.ts'
import type { Settings } from './settings.ts'
import { askStatus } from './status.ts'

/**
 * Whether TikTok has the post: by its publish id, which is known before the last byte of an upload, and by the list of
 * public videos where the answer to an announcement was lost (tiktok.md 5). Absent is only what TikTok gave up, or has
 * not in whole.
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
      if (isIncomplete(progress, status.uploaded)) return { state: 'absent' }
      return cannotTell('TikTok is still working on the post.')
    case 'processing':
      return cannotTell('TikTok is still working on the post.')
    case 'unknown':
      return cannotTell('TikTok does not know the id that it gave the post.')
  }
}

function isIncomplete(progress: Upload | Pull, uploaded: number | null): boolean {
  return progress.source === 'FILE_UPLOAD' && uploaded !== null && uploaded < progress.size
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
