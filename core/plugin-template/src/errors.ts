import type { ConnectorFailure, ConnectorResponse, NetworkProblem } from '@t21/plugin-kit'
import { passingFailure, undecidedFailure } from '@t21/plugin-kit'

/**
 * The failure of the one irreversible call. Add the refusals that the network documents, and no others: whatever else was
 * answered, the post may be there.
 */
export function commitFailure(response: ConnectorResponse): ConnectorFailure {
  return undecidedFailure('My Net', problemOf(response))
}

/** The failure of a repeatable call; `doing` says what was tried. Add the network's word for a dead grant. */
export function callFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  return passingFailure('My Net', problemOf(response), doing)
}

// The network's own sentence and code stand somewhere in here.
function problemOf(response: ConnectorResponse): NetworkProblem {
  return {
    status: response.status,
    networkMessage: response.text.slice(0, 500),
    networkCode: String(response.status),
  }
}
