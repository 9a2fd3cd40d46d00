import { isConnectorFailure, type FailureKind, type RemoteAccount } from '@t21/plugin-kit'
import { redact } from '../../redact.ts'
import type { ConnectionError } from './account-connection.model.ts'
import { connectionErrorCodes as codes } from './connection-error-codes.ts'

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
  expired: { code: 'expired', ...codes.expired },
  notAllowed: { code: 'not_allowed', ...codes.not_allowed },
  unavailable: { code: 'platform_unavailable', ...codes.platform_unavailable },
  noCode: { code: 'no_code', ...codes.no_code },
  limitReached: { code: 'limit_reached', ...codes.limit_reached },
  interrupted: { code: 'interrupted', ...codes.interrupted },
} as const satisfies Record<string, ConnectionError>

/** What the network said instead of sending a code (RFC 6749, 4.1.2.1, and its own spellings). */
export function refusedConsent(error: string, description: string | undefined): ConnectionError {
  if (/denied|cancel/i.test(error)) {
    return { code: 'denied', ...codes.denied }
  }
  const words = redact([error, description].filter(Boolean).join(': '))
  return {
    code: 'network_error',
    message: `The network refused: ${words}`,
    remedy: codes.network_error.remedy,
  }
}

/** What a connector threw while the code was exchanged or the accounts were listed. */
export function failedExchange(error: unknown): ConnectionError {
  if (!isConnectorFailure(error)) {
    return { code: 'internal', ...codes.internal }
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
    remedy: codes.no_accounts.remedy,
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
