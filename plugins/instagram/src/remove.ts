import { readProblem } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { isMissing } from './container.status.ts'
import { callFailure } from './errors.ts'
import { factsOf } from './facts.ts'
import { keyIn } from './published-key.ts'
import { ask, segment } from './request.ts'
import type { Settings } from './settings.ts'

const RemovedAnswer = Type.Object({ success: Type.Boolean() })

/** Deletes a post: instagram.md 9. By Facebook Login only; one that Instagram no longer shows is a success. */
export async function remove(call: ConnectorCall<Settings>, remoteId: string): Promise<void> {
  if (factsOf(call.account.facts).login === 'instagram') {
    throw failures.permission({
      message: 'Instagram lets T21 delete posts only of accounts connected by Facebook Login.',
      remedy: 'Delete the post in the Instagram app.',
    })
  }
  if (keyIn(remoteId)) {
    throw failures.transient({
      message: 'Instagram has not told the id of this post yet.',
      remedy: 'Try again later, or delete the post in the Instagram app.',
    })
  }
  const response = await ask(call, { method: 'DELETE', path: segment(remoteId) })
  if (!isSuccess(response)) {
    if (isMissing(readProblem(response))) return
    throw callFailure(response, 'deleting the post', call.now)
  }
  // The field is unconfirmed: only a plain "no" counts as one.
  if (read(RemovedAnswer, response.json)?.success !== false) return
  throw failures.transient({
    message: 'Instagram did not delete the post.',
    remedy: 'Try again; if it stays there, delete it at the network.',
    networkCode: String(response.status),
  })
}
