import type { ConnectorResponse, DraftPart } from '@t21/plugin-kit'
import {
  blamesContent,
  ConnectorFailure,
  failures,
  fieldOf,
  networkWords,
  passingFailure,
  undecidedFailure,
} from '@t21/plugin-kit'
import { readProblem, type Problem } from './problem.ts'
import { rateLimitUntil } from './rate-limit.ts'
import { refusalOf, type RefusedThing } from './refusals.ts'

export { readProblem } from './problem.ts'

const network = 'X'

/**
 * The failure of the one irreversible call. Only refusals that X documents mean "not published"
 * (reliability.md 1.2); whatever else was answered, the post may be there.
 */
export function commitFailure(response: ConnectorResponse, part: DraftPart): ConnectorFailure {
  const problem = readProblem(response)
  return (
    documentedFailure(response, problem, (thing) => thing && partField(part, thing)) ??
    undecidedFailure(network, problem)
  )
}

/** The failure of a call about media, before anything is visible; `field` names the file. */
export function mediaFailure(response: ConnectorResponse, field: string): ConnectorFailure {
  const problem = readProblem(response)
  const documented = documentedFailure(response, problem, () => field)
  if (documented) return documented
  if (response.status === 403) {
    return failures.permission({
      message: 'X does not let T21 upload files for this account.',
      remedy: 'Connect the account again and allow "Upload media" (scope media.write).',
      ...networkWords(problem),
    })
  }
  // X's edge refuses by size with an empty body.
  if (response.status === 413 || response.status === 431) {
    return failures.contentRejected({
      message: 'X refused the file because of its size.',
      remedy: 'Use a smaller file.',
      field,
      ...networkWords(problem),
    })
  }
  return passingFailure(network, problem, 'uploading a file')
}

/** The failure of any other repeatable call; `doing` says what was tried. */
export function callFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  const problem = readProblem(response)
  const documented = documentedFailure(response, problem, () => undefined)
  // Nothing of a post was sent, so no post can be blamed.
  if (!documented || blamesContent(documented.kind)) return passingFailure(network, problem, doing)
  return documented
}

function documentedFailure(
  response: ConnectorResponse,
  problem: Problem,
  fieldFor: (thing: RefusedThing | undefined) => string | undefined,
): ConnectorFailure | null {
  const refusal = refusalOf(problem)
  if (!refusal) return null
  const thing = refusal.thing ?? namedThing(problem)
  const field = blamesContent(refusal.kind) ? fieldFor(thing) : undefined
  const until = refusal.kind === 'rate_limited' ? rateLimitUntil(response.headers) : undefined
  return new ConnectorFailure(refusal.kind, {
    message: refusal.message,
    remedy: refusal.remedy,
    ...(field !== undefined && { field }),
    ...(until && { until }),
    ...networkWords(problem),
  })
}

// A validation answer (shape B) names X's parameters: `poll.options`, `media.media_ids`, `text`.
function namedThing(problem: Problem): RefusedThing | undefined {
  const names = problem.parameters.map((parameter) => parameter.replace(/^\$\.?/, ''))
  if (names.some((name) => name.startsWith('poll'))) return 'poll'
  if (names.some((name) => name.startsWith('media'))) return 'media'
  if (names.some((name) => name.startsWith('quote'))) return 'quote'
  if (names.some((name) => name.startsWith('reply_settings'))) return 'replySettings'
  if (names.some((name) => name.startsWith('text'))) return 'text'
  return undefined
}

const fieldNames = {
  text: 'text',
  media: 'media',
  poll: 'options.poll',
  quote: 'options.quotePostId',
  replySettings: 'options.replySettings',
} as const

function partField(part: DraftPart, thing: RefusedThing): string {
  return fieldOf(part, fieldNames[thing])
}
