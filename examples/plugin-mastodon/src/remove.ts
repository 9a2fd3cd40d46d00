import type { ConnectorCall } from '@t21/plugin-kit'
import { isSuccess } from '@t21/plugin-kit'
import { statusUrl } from './api.ts'
import { callFailure, readProblem } from './errors.ts'
import type { Settings } from './settings.ts'

/** Deletes a post. One that is already gone is a success. */
export async function remove(call: ConnectorCall<Settings>, remoteId: string): Promise<void> {
  const response = await call.http.request({
    method: 'DELETE',
    url: statusUrl(call.settings, remoteId),
    auth: { bearer: call.accessToken },
  })
  if (isSuccess(response)) return
  // Mastodon's own 404 only: a page of a proxy says nothing about the post.
  if (response.status === 404 && readProblem(response).isMastodon) return
  throw callFailure(response, 'deleting the post')
}
