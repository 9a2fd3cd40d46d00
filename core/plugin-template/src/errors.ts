import type { ConnectorFailure, ConnectorResponse } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'

/** True for a 2xx answer. */
export function isSuccess(response: ConnectorResponse): boolean {
  return response.status >= 200 && response.status < 300
}

/**
 * The failure of the one irreversible call. Add the refusals that the network documents, and no others: whatever else was
 * answered, the post may be there.
 */
export function commitFailure(response: ConnectorResponse): ConnectorFailure {
  return failures.outcomeUnknown({
    message: 'My Net answered in a way that does not tell whether the post is there.',
    remedy: 'Nothing: T21 looks for the post before anything else happens.',
    networkMessage: response.text.slice(0, 500),
    networkCode: String(response.status),
  })
}

/** The failure of a repeatable call; `doing` says what was tried. Add the network's word for a dead grant. */
export function callFailure(response: ConnectorResponse, doing: string): ConnectorFailure {
  return failures.transient({
    message: `My Net failed at ${doing} (status ${response.status}).`,
    remedy: 'Nothing: it is tried again.',
    networkMessage: response.text.slice(0, 500),
    networkCode: String(response.status),
  })
}
