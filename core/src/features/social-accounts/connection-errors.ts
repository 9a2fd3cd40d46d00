import { isConnectorFailure, type FailureKind, type RemoteAccount } from '@t21/plugin-kit'
import { redact } from '../../redact.ts'
import type { ConnectionError } from './account-connection.model.ts'

const again = 'Connect the account again.'

const inAWhile = 'Connect the account again in a few minutes.'

/** Failures that pass by themselves. */
const passing: ReadonlySet<FailureKind> = new Set([
  'transient',
  'outcome_unknown',
  'rate_limited',
  'quota',
])

/** Why a connection can fail besides what a network or its connector says. */
export const connectionErrors = {
  expired: {
    code: 'expired',
    message: 'More than 10 minutes passed before the network sent you back.',
    remedy: again,
  },
  notAllowed: {
    code: 'not_allowed',
    message: 'The person who began this may no longer connect accounts of this brand.',
    remedy: 'Ask an owner or admin of the organization.',
  },
  unavailable: {
    code: 'platform_unavailable',
    message: 'No connector for this platform is ready any more.',
    remedy: 'Ask whoever runs this server; `GET /v1/platforms` tells what is missing.',
  },
  noCode: {
    code: 'no_code',
    message: 'The network sent you back without a permission.',
    remedy: again,
  },
  interrupted: {
    code: 'interrupted',
    message: 'The server was stopped while it talked to the network.',
    remedy: again,
  },
} as const satisfies Record<string, ConnectionError>

/** What the network said instead of sending a code (RFC 6749, 4.1.2.1, and its own spellings). */
export function refusedConsent(error: string, description: string | undefined): ConnectionError {
  if (/denied|cancel/i.test(error)) {
    return { code: 'denied', message: 'The permission was not given.', remedy: again }
  }
  const words = redact([error, description].filter(Boolean).join(': '))
  return {
    code: 'network_error',
    message: `The network refused: ${words}`,
    remedy: 'Try again; if it stays, ask whoever runs this server to check the app at the network.',
  }
}

/** What a connector threw while the code was exchanged or the accounts were listed. */
export function failedExchange(error: unknown): ConnectionError {
  if (!isConnectorFailure(error)) {
    return { code: 'internal', message: 'Something went wrong on our side.', remedy: again }
  }
  const { message, remedy } = error.details
  return {
    code: error.kind,
    message: redact(message),
    // A connector says that it is tried again, which holds for posts: nobody is sent to the network again by itself.
    remedy: passing.has(error.kind) ? inAWhile : redact(remedy ?? again),
  }
}

/** A grant that reaches nothing. */
export function noAccounts(displayName: string, missing: readonly string[]): ConnectionError {
  const scopes = missing.length === 0 ? '' : ` Permissions not given: ${missing.join(', ')}.`
  return {
    code: 'no_accounts',
    message: `${displayName} shows no account that can be connected.${scopes}`,
    remedy: 'Check that the account is of a kind that may publish, and give all permissions.',
  }
}

/** A reconnection that reached somebody else. */
export function anotherAccount(
  expected: string,
  reached: readonly RemoteAccount[],
): ConnectionError {
  const names = reached.map(({ username }) => username).join(', ')
  return {
    code: 'another_account',
    message: `This is the connection of ${expected}, but the network let you in as ${names}.`,
    remedy: `Log in at the network as ${expected}, then connect again.`,
  }
}
