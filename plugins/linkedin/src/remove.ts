import type { ConnectorCall } from '@t21/plugin-kit'
import { isSuccess } from '@t21/plugin-kit'
import { apiPostUrl, commentsUrl, encodeUrn, withQuery } from './api.ts'
import { readCommentUrn } from './comment.ts'
import { callFailure } from './errors.ts'
import { rest } from './rest.ts'
import type { Settings } from './settings.ts'

/** Deletes a post or a comment: linkedin.md 9. One that is already gone is a success. */
export async function remove(call: ConnectorCall<Settings>, remoteId: string): Promise<void> {
  const comment = readCommentUrn(remoteId)
  const url = comment
    ? withQuery(`${commentsUrl(comment.postUrn)}/${comment.number}`, {
        actor: encodeUrn(call.account.platformUserId),
      })
    : apiPostUrl(remoteId)
  const response = await rest(call, { method: 'DELETE', url, restliMethod: 'DELETE' })
  if (isSuccess(response) || response.status === 404) return
  throw callFailure(response, 'deleting the post', call.now)
}
