import type { Checkpoint, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { preparedPost } from './checkpoint.ts'
import { findComment } from './find.comment.ts'
import { containerStatus } from './container.status.ts'
import { locate } from './locate.ts'
import { keyOf, provisionalId } from './published-key.ts'
import type { Settings } from './settings.ts'

/** For so long the list may lag behind the container, or a fresh container not be shown. */
const patienceMs = 5 * 60_000

/**
 * Asks the container whether it was published, and then the list under which id: instagram.md 5.
 */
export async function find(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  if (part.kind === 'first_comment') return findComment(call, part, checkpoint)
  const progress = preparedPost(checkpoint)
  // Without a container nothing can have been published.
  if (!progress) return { state: 'absent' }
  if (progress.mediaId) return { state: 'found', remoteId: progress.mediaId }

  const { code, words } = await containerStatus(call, progress.main.containerId)
  if (code === 'FINISHED' || code === 'ERROR' || code === 'EXPIRED') return { state: 'absent' }
  const isPublished = code === 'PUBLISHED'
  if (!isPublished && code !== 'MISSING') {
    throw undecided(`The container is "${code}".`)
  }
  const key = keyOf(part, progress, call.intentAt)
  const located = await locate(call, key, call.claimedRemoteIds)
  if (located) return { state: 'found', ...located }
  const isFresh = call.now.getTime() - call.intentAt.getTime() < patienceMs
  if (isFresh) throw undecided(words)
  if (isPublished) return { state: 'found', remoteId: provisionalId(key), provisional: true }
  return {
    state: 'cannot_tell',
    reason: 'Instagram no longer shows what was prepared, and no post of the account fits it.',
  }
}

function undecided(words: string): Error {
  return failures.transient({
    message: 'Instagram does not tell yet whether the post is there.',
    remedy: 'Nothing: it is asked again.',
    ...(words !== '' && { networkMessage: words }),
  })
}
