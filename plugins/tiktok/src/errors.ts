import type { ConnectorResponse } from '@t21/plugin-kit'
import { ConnectorFailure, failures, networkWords, passingFailure } from '@t21/plugin-kit'
import { readProblem, type Problem } from './problem.ts'
import { refusalOf } from './refusals.ts'

export { isOk, readProblem } from './problem.ts'

/**
 * The failure of the one irreversible call. Only refusals that TikTok documents mean "not published" (tiktok.md 4);
 * whatever else was answered, the post may be on its way.
 */
export function commitFailure(response: ConnectorResponse): ConnectorFailure {
  const problem = readProblem(response)
  return (
    documentedFailure(problem) ??
    failures.outcomeUnknown({
      message: 'TikTok answered in a way that does not tell whether it publishes the post.',
      remedy: 'Nothing: T21 asks TikTok about the post before anything else happens.',
      ...networkWords(problem),
    })
  )
}

/** The failure of a call that prepares a post and may be repeated; `doing` says what was tried. */
export function prepareFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  const problem = readProblem(response)
  return documentedFailure(problem) ?? passingFailure('TikTok', problem, doing)
}

/** The failure of any other repeatable call. Nothing of a post was sent, so no post can be blamed. */
export function callFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  const problem = readProblem(response)
  const documented = documentedFailure(problem)
  if (!documented || documented.kind === 'content_rejected')
    return passingFailure('TikTok', problem, doing)
  return documented
}

/** TikTok answered 2xx, and yet not what was asked for. */
export function withoutMeaning(response: ConnectorResponse, doing: string): ConnectorFailure {
  return failures.transient({
    message: `TikTok answered with something that T21 does not understand at ${doing}.`,
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function documentedFailure(problem: Problem): ConnectorFailure | null {
  const refusal = refusalOf(problem)
  if (!refusal) return null
  const { kind, ...details } = refusal
  return new ConnectorFailure(kind, { ...details, ...networkWords(problem) })
}
