import type {
  Checkpoint,
  CommitResult,
  ConnectorCall,
  ConnectorResponse,
  PublishPart,
} from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { commentsUrl, postsUrl, postUrl } from './api.ts'
import { commentBody, commentUrn } from './comment.ts'
import { postBody } from './content.ts'
import { commitFailure } from './errors.ts'
import { readFacts } from './facts.ts'
import { rest } from './rest.ts'
import { CommentAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const firstLookSeconds = 5

/**
 * Creates the post or the comment: exactly one request, linkedin.md 2.1 and 9. LinkedIn has no idempotency key, so
 * whatever is not a documented refusal leaves it open whether the post is there.
 */
export async function commit(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  if (part.previous) return commitComment(call, part, part.previous.rootId)
  const response = await rest(call, {
    method: 'POST',
    url: postsUrl,
    json: postBody(part, call.account.platformUserId, checkpoint),
  })
  const remoteId = isSuccess(response) ? createdId(response) : undefined
  if (remoteId === undefined) throw commitFailure(response, part, call.now)
  // LinkedIn may still fail to publish a video that it took, and only some accounts can be asked.
  const mayFail = part.media.some(({ kind }) => kind === 'video')
  if (mayFail && readFacts(call.account.facts).canReadBack) {
    return {
      state: 'accepted',
      checkpoint: { ...checkpoint, postUrn: remoteId },
      retryAfterSeconds: firstLookSeconds,
    }
  }
  return { state: 'published', remoteId, url: postUrl(remoteId) }
}

async function commitComment(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  postUrn: string,
): Promise<CommitResult> {
  const response = await rest(call, {
    method: 'POST',
    url: commentsUrl(postUrn),
    json: commentBody(part, call.account.platformUserId, postUrn),
  })
  const number = isSuccess(response) ? createdId(response) : undefined
  const named = isSuccess(response) ? read(CommentAnswer, response.json) : null
  const remoteId = commentUrn({ named, number, postUrn })
  if (remoteId === null) throw commitFailure(response, part, call.now)
  return { state: 'published', remoteId, url: postUrl(postUrn) }
}

// In a header; the body is empty. `x-linkedin-id` is the older name.
function createdId(response: ConnectorResponse): string | undefined {
  const id = response.headers['x-restli-id'] ?? response.headers['x-linkedin-id']
  return id ? decoded(id) : undefined
}

function decoded(id: string): string {
  if (!id.includes('%')) return id
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
