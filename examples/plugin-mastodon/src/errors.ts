import type { ConnectorResponse, DraftPart } from '@t21/plugin-kit'
import { ConnectorFailure, failures, fieldOf, networkWords, passingFailure } from '@t21/plugin-kit'
import { readProblem, type Problem } from './problem.ts'
import { rateLimitUntil } from './rate-limit.ts'
import { refusalOf } from './refusals.ts'

export { readProblem } from './problem.ts'

/**
 * The failure of the one irreversible call. Only refusals that Mastodon documents mean "not published"; whatever
 * else was answered, the post may be there.
 */
export function commitFailure(response: ConnectorResponse, part: DraftPart): ConnectorFailure {
  const problem = readProblem(response)
  if (isMediaGone(problem)) {
    // "Not found or already attached to another post": an earlier attempt may have used them.
    return failures.duplicate({
      message: 'The instance says that the media are used already, or gone.',
      remedy: 'Nothing: T21 looks whether an earlier attempt is there.',
      field: fieldOf(part, 'media'),
      ...networkWords(problem),
    })
  }
  if (problem.status === 422 && problem.networkMessage.includes('not finished processing')) {
    return failures.preparationLost({
      message: 'The instance had not finished processing the media.',
      remedy: 'Nothing: they are uploaded again.',
      field: fieldOf(part, 'media'),
      ...networkWords(problem),
    })
  }
  if (response.status === 404 && problem.isMastodon && part.kind === 'thread') {
    return failures.contentRejected({
      message: 'The post that this one continues is no longer there.',
      remedy: 'Publish the rest of the thread as a post of its own.',
      field: fieldOf(part, 'text'),
      ...networkWords(problem),
    })
  }
  const documented = documentedFailure(response, problem, refusedField(problem, part))
  return (
    documented ??
    failures.outcomeUnknown({
      message: 'The instance answered in a way that does not tell whether the post is there.',
      remedy: 'Nothing: T21 looks for the post before anything else happens.',
      ...networkWords(problem),
    })
  )
}

/** The failure of a call about a file, before anything is visible; `field` names the file. */
export function mediaFailure(response: ConnectorResponse, field: string): ConnectorFailure {
  const problem = readProblem(response)
  if (response.status === 413) {
    return failures.contentRejected({
      message: 'The instance refused the file because of its size.',
      remedy: 'Use a smaller file.',
      field,
      ...networkWords(problem),
    })
  }
  return (
    documentedFailure(response, problem, field) ??
    passingFailure('The instance', problem, 'uploading a file')
  )
}

/** The failure of any other repeatable call; `doing` says what was tried. */
export function callFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  const problem = readProblem(response)
  const documented = documentedFailure(response, problem, undefined)
  // Nothing of a post was sent, so no post can be blamed.
  if (!documented || documented.kind === 'content_rejected')
    return passingFailure('The instance', problem, doing)
  return documented
}

/** The failure of an answer that succeeded and says nothing. */
export function emptyAnswer(response: ConnectorResponse, doing: string): ConnectorFailure {
  return failures.transient({
    message: `The instance gave an answer that cannot be read at ${doing}.`,
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function documentedFailure(
  response: ConnectorResponse,
  problem: Problem,
  field: string | undefined,
): ConnectorFailure | null {
  const refusal = refusalOf(problem)
  if (!refusal) return null
  const until = refusal.kind === 'rate_limited' ? rateLimitUntil(response.headers) : undefined
  const named = refusal.kind === 'content_rejected' ? field : undefined
  return new ConnectorFailure(refusal.kind, {
    message: refusal.message,
    remedy: refusal.remedy,
    ...(named !== undefined && { field: named }),
    ...(until && { until }),
    ...networkWords(problem),
  })
}

// In English: `commit` says `lang=en`.
function isMediaGone({ status, networkMessage }: Problem): boolean {
  return status === 422 && /^Media .* not found or already attached/.test(networkMessage)
}

function refusedField({ networkMessage }: Problem, part: DraftPart): string | undefined {
  if (/\b(?:Options|Expires at|poll)\b/i.test(networkMessage)) return fieldOf(part, 'options.poll')
  if (/\b(?:attach|media|files?)\b/i.test(networkMessage)) return fieldOf(part, 'media')
  if (/\bvisibility\b/i.test(networkMessage)) return fieldOf(part, 'options.visibility')
  if (/\b(?:Text|character limit)\b/i.test(networkMessage)) return fieldOf(part, 'text')
  return undefined
}
