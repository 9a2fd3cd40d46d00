import {
  graphFailures,
  metaRefusals,
  readProblem,
  refusalOf,
  type MetaProblem,
  type Refusal,
} from '@t21/meta-graph'
import type { ConnectorResponse, DraftPart } from '@t21/plugin-kit'
import { ConnectorFailure, failures, fieldOf, networkWords } from '@t21/plugin-kit'
import { home } from './api.ts'
import { quotaPauseSeconds } from './limits.ts'
import { ambiguous, refusals, unnamed } from './refusals.ts'

const network = 'Instagram'
const table: readonly Refusal[] = [...refusals, ...metaRefusals(network, home)]

/** What Instagram's answers mean, where the place of the call makes no difference. */
export const graph = graphFailures(network, table)

const preparing = graphFailures(network, [...table, ...unnamed])
const publishing = graphFailures(network, [...ambiguous, ...table])

/** The failure of the one irreversible call: only documented refusals mean that nothing was published. */
export function commitFailure(
  response: ConnectorResponse,
  part: DraftPart,
  now: Date,
): ConnectorFailure {
  return withQuotaEnd(publishing.commit(response, part, now), now)
}

/** The failure of making a container; `field` names its file. */
export function prepareFailure(
  response: ConnectorResponse,
  part: DraftPart,
  field: string,
  now: Date,
): ConnectorFailure {
  const named = refusalOf(readProblem(response), table)?.field
  const about = named === undefined || named === 'media' ? field : fieldOf(part, named)
  return withQuotaEnd(preparing.prepare(response, about, now), now)
}

/** The failure of any other repeatable call; `doing` says what was tried. `null` is an answer that a batch left out. */
export function callFailure(
  response: ConnectorResponse | null,
  doing: string,
  now?: Date,
): ConnectorFailure {
  const failure = graph.call(response, doing, now)
  return now === undefined ? failure : withQuotaEnd(failure, now)
}

/**
 * The failure of a container whose status is `ERROR`. The subcode stands in its words (instagram.md 2.3); one that is
 * not about the content or the account is mended by a new container.
 */
export function statusFailure(words: string, field: string, now: Date): ConnectorFailure {
  const subcode = /22\d{5}/.exec(words)?.[0]
  const problem: MetaProblem = {
    status: 200,
    code: null,
    subcode: subcode === undefined ? null : Number(subcode),
    type: '',
    transient: false,
    words: words.toLowerCase(),
    networkMessage: words,
    networkCode: subcode ?? 'ERROR',
    data: undefined,
  }
  const refusal = refusalOf(problem, refusals)
  if (!refusal || refusal.kind === 'transient' || refusal.kind === 'preparation_lost') {
    return failures.preparationLost({
      message: 'Instagram could not process what was prepared.',
      remedy: 'Nothing: it is prepared anew.',
      ...networkWords(problem),
    })
  }
  const { kind, message, remedy } = refusal
  const failure = new ConnectorFailure(kind, {
    message,
    remedy,
    ...(kind === 'content_rejected' && { field }),
    ...networkWords(problem),
  })
  return withQuotaEnd(failure, now)
}

/** The failure of an answer that says "done" and nothing that can be understood. */
export function withoutMeaning(response: ConnectorResponse, about: string): ConnectorFailure {
  return failures.transient({
    message: `Instagram answered about ${about} with something that T21 does not understand.`,
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function withQuotaEnd(failure: ConnectorFailure, now: Date): ConnectorFailure {
  if (failure.kind !== 'quota') return failure
  const until = new Date(now.getTime() + quotaPauseSeconds * 1000)
  return new ConnectorFailure('quota', { ...failure.details, until })
}
