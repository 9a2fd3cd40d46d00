import type { ConnectorResponse, DraftPart } from '@t21/plugin-kit'
import { ConnectorFailure, failures, fieldOf } from '@t21/plugin-kit'
import { readProblem, type Problem } from './problem.ts'
import { rateLimitUntil } from './rate-limit.ts'
import { refusalOf, type Refusal, type RefusedThing } from './refusals.ts'

export { readProblem } from './problem.ts'

/** True for a 2xx answer. */
export function isSuccess(response: ConnectorResponse): boolean {
  return response.status >= 200 && response.status < 300
}

/**
 * The failure of the one irreversible call. Only refusals that LinkedIn documents mean "not published"
 * (reliability.md 1.2); whatever else was answered, the post may be there.
 */
export function commitFailure(
  response: ConnectorResponse,
  part: DraftPart,
  now: Date,
): ConnectorFailure {
  const problem = readProblem(response)
  const fieldFor = (thing: RefusedThing | undefined) => thing && partField(part, thing)
  return (
    documentedFailure(response, problem, fieldFor, now) ??
    failures.outcomeUnknown({
      message: 'LinkedIn answered in a way that does not tell whether the post is there.',
      remedy: 'Nothing: T21 looks for the post on LinkedIn before anything else happens.',
      ...networkWords(problem),
    })
  )
}

/** The failure of a call about media, before anything is visible; `field` names the file. */
export function mediaFailure(
  response: ConnectorResponse,
  field: string,
  now: Date,
): ConnectorFailure {
  const problem = readProblem(response)
  return (
    documentedFailure(response, problem, () => field, now) ??
    passingFailure(problem, 'uploading a file')
  )
}

/** The failure of any other repeatable call; `doing` says what was tried. */
export function callFailure(
  response: ConnectorResponse,
  doing: string,
  now?: Date,
): ConnectorFailure {
  const problem = readProblem(response)
  const documented = documentedFailure(response, problem, () => undefined, now)
  // Nothing of a post was sent, so no post can be blamed.
  if (!documented || blamesContent(documented.kind)) return passingFailure(problem, doing)
  return documented
}

/** The network's own words, for a failure. */
export function networkWords(problem: Problem): { networkMessage?: string; networkCode: string } {
  return {
    ...(problem.networkMessage !== '' && { networkMessage: problem.networkMessage }),
    networkCode: problem.networkCode,
  }
}

function passingFailure(problem: Problem, doing: string): ConnectorFailure {
  return failures.transient({
    message: `LinkedIn failed at ${doing} (status ${problem.status}).`,
    remedy: 'Nothing: it is tried again.',
    ...networkWords(problem),
  })
}

function documentedFailure(
  response: ConnectorResponse,
  problem: Problem,
  fieldFor: (thing: RefusedThing | undefined) => string | undefined,
  now: Date | undefined,
): ConnectorFailure | null {
  const refusal = refusalOf(problem)
  if (!refusal) return null
  const field = blamesContent(refusal.kind) ? fieldFor(namedThing(refusal, problem)) : undefined
  const until =
    refusal.kind === 'rate_limited' ? rateLimitUntil(response.headers, problem, now) : undefined
  const remoteId = refusal.kind === 'duplicate' ? duplicateOf(problem) : undefined
  return new ConnectorFailure(refusal.kind, {
    message: refusal.message,
    remedy: refusal.remedy,
    ...(field !== undefined && { field }),
    ...(until && { until }),
    ...(remoteId && { remoteId }),
    ...networkWords(problem),
  })
}

// The live post that LinkedIn names; other URNs in the sentence, such as the person's, are not it.
function duplicateOf(problem: Problem): string | undefined {
  return /urn:li:(?:share|ugcPost|activity):[0-9]+/.exec(problem.networkMessage)?.[0]
}

function blamesContent(kind: ConnectorFailure['kind']): boolean {
  return kind === 'content_rejected' || kind === 'duplicate' || kind === 'preparation_lost'
}

const namedThings: readonly (readonly [RegExp, RefusedThing])[] = [
  [/poll/, 'poll'],
  [/article/, 'article'],
  [/visibility/, 'visibility'],
  [/title/, 'title'],
  [/multiimage|image|video|document|media|alttext/, 'media'],
  [/commentary|message/, 'text'],
]

// The inputs that LinkedIn names first, its sentence otherwise: `/commentary`, `content/poll/question`.
function namedThing(refusal: Refusal, problem: Problem): RefusedThing | undefined {
  if (refusal.thing) return refusal.thing
  for (const words of [problem.inputs, problem.words]) {
    for (const [pattern, thing] of namedThings) if (pattern.test(words)) return thing
  }
  return undefined
}

const fieldNames = {
  text: 'text',
  media: 'media',
  poll: 'options.poll',
  article: 'options.article',
  title: 'options.title',
  visibility: 'options.visibility',
} as const

function partField(part: DraftPart, thing: RefusedThing): string {
  return fieldOf(part, fieldNames[thing])
}
