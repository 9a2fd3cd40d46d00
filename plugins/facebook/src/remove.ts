import { graphRequest, readProblem } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { objectPath } from './api.ts'
import { facebookFailures } from './errors.ts'
import type { Settings } from './settings.ts'

/** Older answers are a bare `true`. */
const Removed = Type.Union([Type.Literal(true), Type.Object({ success: Type.Literal(true) })])

/** Deletes a post, story, video or comment: facebook.md 9. One that is gone already counts as success. */
export async function remove(call: ConnectorCall<Settings>, remoteId: string): Promise<void> {
  const response = await graphRequest(call, {
    method: 'DELETE',
    path: objectPath(remoteId),
    token: call.accessToken,
  })
  if (isSuccess(response)) {
    if (read(Removed, response.json) !== null) return
    throw failures.transient({
      message: 'Facebook did not say that the post was deleted.',
      remedy: 'Try again; if it stays there, delete it at the network.',
      networkCode: String(response.status),
    })
  }
  const { code, subcode } = readProblem(response)
  if (code === 100 && subcode === 33) return
  throw facebookFailures.call(response, 'deleting the post', call.now)
}
