import type { Checkpoint, ConfirmResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, isConnectorFailure, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { preparedPost, toCheckpoint, type PostProgress } from './checkpoint.ts'
import { locate } from './locate.ts'
import { keyOf, provisionalId } from './published-key.ts'
import { ask, segment } from './request.ts'
import type { Settings } from './settings.ts'

const MediaAnswer = Type.Object({ permalink: Type.String({ minLength: 1 }) })

const maxReads = 3
const secondsBetweenReads = 10

/**
 * The address of what `commit` published. Reading it is cosmetic: fresh posts are not always shown (100/33), and a post
 * that is there is published, with an address or without (instagram.md 2.4).
 */
export async function confirm(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<ConfirmResult> {
  const progress = preparedPost(checkpoint)
  if (!progress?.published) {
    throw failures.outcomeUnknown({
      message: 'What was published cannot be asked after.',
      remedy: 'Nothing: T21 looks for the post.',
    })
  }
  const found = progress.mediaId
    ? await readPost(call, progress)
    : await lookFor(call, part, progress)
  if (found) return { state: 'published', ...found }
  if (progress.reads + 1 < maxReads) {
    const next = { ...progress, reads: progress.reads + 1 }
    return {
      state: 'waiting',
      checkpoint: toCheckpoint(next),
      retryAfterSeconds: secondsBetweenReads,
    }
  }
  if (progress.mediaId) return { state: 'published', remoteId: progress.mediaId }
  const key = keyOf(part, progress, null)
  return { state: 'published', remoteId: provisionalId(key), provisional: true }
}

async function readPost(call: ConnectorCall<Settings>, { mediaId }: PostProgress) {
  try {
    const response = await ask(call, {
      method: 'GET',
      path: segment(mediaId),
      query: { fields: 'permalink' },
    })
    const media = isSuccess(response) ? read(MediaAnswer, response.json) : null
    return media && { remoteId: mediaId, url: media.permalink }
  } catch (error) {
    // No answer is no reason to doubt what Instagram has said already.
    if (isConnectorFailure(error)) return null
    throw error
  }
}

function lookFor(call: ConnectorCall<Settings>, part: PublishPart, progress: PostProgress) {
  return locate(call, keyOf(part, progress, null), [])
}
