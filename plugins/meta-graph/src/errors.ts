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
import { readProblem, type MetaProblem } from './problem.ts'
import { refusalOf, type Refusal } from './refusals.ts'
import { limitedUntil } from './usage.ts'

/** What answers of a network mean. `now` gives a limit its end; without it the kit's pause applies. */
export interface GraphFailures {
  /**
   * Of the one irreversible call. Only documented refusals below 500 mean "not published"; whatever else was
   * answered, the post may be there.
   */
  commit(response: ConnectorResponse, part: DraftPart, now: Date): ConnectorFailure
  /** Of a repeatable call about a part; `field` is what it is about, such as `media[0]`, with its part's prefix. */
  prepare(response: ConnectorResponse, field: string, now: Date): ConnectorFailure
  /**
   * Of any other repeatable call; `doing` says what was tried: `reading the numbers`. No post is blamed. `null` is what
   * Meta did not get to within a batch.
   */
  call(response: ConnectorResponse | null, doing: string, now?: Date): ConnectorFailure
}

/**
 * The failures of a network.
 *
 * @param network as people write it: `Instagram`
 * @param table the network's own refusals, then `metaRefusals`; the first that fits counts
 */
export function graphFailures(network: string, table: readonly Refusal[]): GraphFailures {
  function documented(
    response: ConnectorResponse,
    problem: MetaProblem,
    fieldFor: (refusal: Refusal) => string | undefined,
    now: Date | undefined,
  ): ConnectorFailure | null {
    const refusal = refusalOf(problem, table)
    if (!refusal) return null
    // Meta's own word that it passes counts more than ours about the content.
    if (problem.transient && blamesContent(refusal.kind))
      return passingFailure(network, problem, 'this')
    const limited = refusal.kind === 'rate_limited' && now !== undefined
    const field = blamesContent(refusal.kind) ? fieldFor(refusal) : undefined
    return new ConnectorFailure(refusal.kind, {
      message: refusal.message,
      remedy: refusal.remedy,
      ...(field !== undefined && { field }),
      ...(limited && { until: limitedUntil(response.headers, now) }),
      ...networkWords(problem),
    })
  }

  return {
    commit(response, part, now) {
      const problem = readProblem(response)
      const refused = response.status >= 400 && response.status < 500
      const failure = refused
        ? documented(response, problem, ({ field }) => field && fieldOf(part, field), now)
        : null
      if (failure && failure.kind !== 'transient') return failure
      return undecidedFailure(network, problem)
    },
    prepare(response, field, now) {
      const problem = readProblem(response)
      return (
        documented(response, problem, () => field, now) ??
        passingFailure(network, problem, 'preparing a post')
      )
    },
    call(response, doing, now) {
      if (!response) {
        return failures.transient({
          message: `${network} had no time for ${doing}.`,
          remedy: 'Nothing: it is tried again.',
        })
      }
      const problem = readProblem(response)
      const failure = documented(response, problem, () => undefined, now)
      // Nothing of a post was sent, so no post can be blamed.
      if (!failure || blamesContent(failure.kind)) return passingFailure(network, problem, doing)
      return failure
    },
  }
}
