import { failures, type ConnectorFailure, type FailureKind } from './failures.ts'
import type { ConnectorResponse } from './http.ts'

/** What a connector read out of an answer that was no success. */
export interface NetworkProblem {
  /** HTTP. */
  readonly status: number
  /** The network's own sentence; empty where it said nothing. */
  readonly networkMessage: string
  /** The network's own code: see `FailureDetails`. */
  readonly networkCode: string
}

/** True for a 2xx answer. */
export function isSuccess({ status }: Pick<ConnectorResponse, 'status'>): boolean {
  return status >= 200 && status < 300
}

/** The network's own words, for the details of a failure. */
export function networkWords(problem: Pick<NetworkProblem, 'networkMessage' | 'networkCode'>): {
  networkMessage?: string
  networkCode: string
} {
  return {
    ...(problem.networkMessage !== '' && { networkMessage: problem.networkMessage }),
    networkCode: problem.networkCode,
  }
}

/**
 * The failure of a repeatable call that the network does not document: `transient`. `network` begins the sentence: `X`;
 * `doing` says what was tried: `reading the numbers`.
 */
export function passingFailure(
  network: string,
  problem: NetworkProblem,
  doing: string,
): ConnectorFailure {
  return failures.transient({
    message: `${network} failed at ${doing} (status ${problem.status}).`,
    remedy: 'Nothing: it is tried again.',
    ...networkWords(problem),
  })
}

/**
 * The failure of `commit` for every answer but a documented refusal: `outcome_unknown`, since the post may be there.
 */
export function undecidedFailure(network: string, problem: NetworkProblem): ConnectorFailure {
  return failures.outcomeUnknown({
    message: `${network} answered in a way that does not tell whether the post is there.`,
    remedy: `Nothing: T21 looks for the post on ${network} before anything else happens.`,
    ...networkWords(problem),
  })
}

/** True for what is the content's fault, so that the failure names a field, and a call without content cannot fail so. */
export function blamesContent(kind: FailureKind): boolean {
  return kind === 'content_rejected' || kind === 'duplicate' || kind === 'preparation_lost'
}
