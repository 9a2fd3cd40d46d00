import type { ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, networkWords, read } from '@t21/plugin-kit'
import { statusUrl } from './api.ts'
import type { Inherited } from './checkpoint.ts'
import { callFailure, emptyAnswer, readProblem } from './errors.ts'
import { StatusAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * What a post of a thread takes over from the one before. Options belong to the first part alone, and a thread that
 * begins for followers must not go on for everyone.
 */
export async function inheritedFrom(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  parentId: string,
): Promise<Inherited> {
  const response = await call.http.request({
    method: 'GET',
    url: statusUrl(call.settings, parentId),
    auth: { bearer: call.accessToken },
  })
  if (response.status === 404) {
    throw failures.contentRejected({
      message: 'The post that this one continues is no longer there.',
      remedy: 'Publish the rest of the thread as a post of its own.',
      field: fieldOf(part, 'text'),
      ...networkWords(readProblem(response)),
    })
  }
  if (!isSuccess(response)) throw callFailure(response, 'reading the post before')
  const parent = read(StatusAnswer, response.json)
  if (!parent) throw emptyAnswer(response, 'reading the post before')
  return {
    visibility: parent.visibility ?? null,
    contentWarning: parent.spoiler_text ?? '',
    language: parent.language ?? null,
  }
}
