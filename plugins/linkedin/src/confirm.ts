import type { Checkpoint, ConfirmResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { apiPostUrl, postUrl } from './api.ts'
import { callFailure } from './errors.ts'
import { rest } from './rest.ts'
import { ReadPost } from './schemas.ts'
import type { Settings } from './settings.ts'

const AcceptedCheckpoint = Type.Object({ postUrn: Type.String({ minLength: 1 }) })
const pauseSeconds = 15

/** Asks whether a post that LinkedIn took has been published: linkedin.md 5. */
export async function confirm(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<ConfirmResult> {
  const remoteId = read(AcceptedCheckpoint, checkpoint)?.postUrn
  if (remoteId === undefined) {
    throw failures.outcomeUnknown({
      message: 'It is not known any more which post of LinkedIn this is.',
      remedy: 'Nothing: T21 looks for the post.',
    })
  }
  const response = await rest(call, {
    method: 'GET',
    url: `${apiPostUrl(remoteId)}?viewContext=AUTHOR`,
  })
  const waiting = { state: 'waiting', checkpoint, retryAfterSeconds: pauseSeconds } as const
  if (!isSuccess(response)) throw callFailure(response, 'looking at the post', call.now)
  const post = read(ReadPost, response.json)
  switch (post?.lifecycleState) {
    case 'PUBLISHED':
      return { state: 'published', remoteId, url: postUrl(remoteId) }
    case 'PUBLISH_FAILED':
      throw failures.contentRejected({
        message: 'LinkedIn took the post and then failed to publish it; mostly the video is bad.',
        remedy: 'Convert the video (MP4) or use another one, then publish again.',
        field: fieldOf(part, 'media'),
        networkCode: 'PUBLISH_FAILED',
      })
    default:
      // PUBLISH_REQUESTED, and whatever a newer version of the API says.
      return waiting
  }
}
