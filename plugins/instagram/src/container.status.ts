import { readProblem, type MetaProblem } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { callFailure, withoutMeaning } from './errors.ts'
import { ask, segment } from './request.ts'
import type { Settings } from './settings.ts'

const StatusAnswer = Type.Object({
  status_code: Type.String(),
  status: Type.Optional(Type.String()),
})

/** What Instagram says of a container: instagram.md 2.3. */
export interface ContainerStatus {
  /**
   * `IN_PROGRESS`, `FINISHED`, `ERROR`, `EXPIRED`, `PUBLISHED`, or a word that a newer API brings; `MISSING` where
   * Instagram does not show the container, which on a fresh one is also a known fault (instagram.md 4).
   */
  readonly code: string
  /** For people; of an error it holds the subcode. */
  readonly words: string
  /** As Instagram writes it: the code, or that of the refusal to show the container. */
  readonly networkCode: string
}

/** Asks after a container. @throws ConnectorFailure where Instagram does not tell */
export async function containerStatus(
  call: ConnectorCall<Settings>,
  containerId: string,
): Promise<ContainerStatus> {
  const response = await ask(call, {
    method: 'GET',
    path: segment(containerId),
    query: { fields: 'status_code,status' },
  })
  if (!isSuccess(response)) {
    const problem = readProblem(response)
    if (isMissing(problem)) {
      const { networkMessage: words, networkCode } = problem
      return { code: 'MISSING', words, networkCode }
    }
    throw callFailure(response, 'asking after a container', call.now)
  }
  const answer = read(StatusAnswer, response.json)
  if (!answer) throw withoutMeaning(response, 'a container')
  const { status_code: code, status: words = '' } = answer
  return { code, words, networkCode: code }
}

const missingSubcodes = [2207006, 2207008]

/** True for the words by which Meta says that it does not show something: 100/33, 24/2207006, 24/2207008. */
export function isMissing({ code, subcode }: MetaProblem): boolean {
  if (code === 100 && subcode === 33) return true
  return subcode !== null && missingSubcodes.includes(subcode)
}
