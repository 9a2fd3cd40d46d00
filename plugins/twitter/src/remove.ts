import type { ConnectorCall } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { apiPostUrl } from './api.ts'
import { callFailure, readProblem } from './errors.ts'
import { DeletedAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** Deletes a post: twitter.md 9. One that is already gone is a success. */
export async function remove(call: ConnectorCall<Settings>, remoteId: string): Promise<void> {
  const response = await call.http.request({
    method: 'DELETE',
    url: apiPostUrl(remoteId),
    auth: { bearer: call.accessToken },
  })
  if (response.status === 404) return
  if (readProblem(response).type === 'resource-not-found') return
  if (!isSuccess(response)) throw callFailure(response, 'deleting the post')
  if (read(DeletedAnswer, response.json)?.data.deleted) return
  throw failures.transient({
    message: 'X did not confirm that the post is deleted.',
    remedy: 'Try again; if it stays there, delete it at the network.',
    networkCode: String(response.status),
  })
}
