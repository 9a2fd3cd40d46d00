import type { ConnectorResponse, DraftPart } from '@t21/plugin-kit'
import {
  blamesContent,
  ConnectorFailure,
  fieldOf,
  networkWords,
  passingFailure,
  undecidedFailure,
} from '@t21/plugin-kit'
import { readProblem, type Problem } from './problem.ts'
import { rateLimitUntil } from './rate-limit.ts'
import { refusalOf, type Refusal, type RefusedThing } from './refusals.ts'

export { readProblem } from './problem.ts'

const network = 'LinkedIn'

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
  return documentedFailure(response, problem, fieldFor, now) ?? undecidedFailure(network, problem)
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
    passingFailure(network, problem, 'uploading a file')
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
  if (!documented || blamesContent(documented.kind)) return passingFailure(network, problem, doing)
  return documented
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
