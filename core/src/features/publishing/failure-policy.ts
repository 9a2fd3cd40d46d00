import { failureKinds, isConnectorFailure, type ConnectorFailure } from '@t21/plugin-kit'
import { redact } from '../../redact.ts'
import { codeOfFailure, deliveryError, type DeliveryError } from './delivery-errors.ts'

/** When a call was made: before anything could be visible, or the irreversible one. */
export type Phase = 'prepare' | 'commit'

/** What is to be done about a failure. */
export type Verdict =
  | { readonly action: 'fail'; readonly error: DeliveryError }
  | {
      readonly action: 'retry'
      readonly error: DeliveryError
      readonly inSeconds: number
      /** Also leave the whole account alone for so long. */
      readonly pauseAccountSeconds?: number
      /** What was prepared is worth nothing any more. */
      readonly startOver?: boolean
    }
  | { readonly action: 'unknown'; readonly error: DeliveryError }
  | { readonly action: 'reauth'; readonly error: DeliveryError }

/** Attempts that may end in a retry before a delivery is given up. Waiting for a limit does not count. */
export const maxAttempts = 8

/** 5 s, 15 s, 45 s … 30 min. */
export function backoffSeconds(attempt: number): number {
  return Math.min(5 * 3 ** attempt, 1_800)
}

/**
 * Decides what a failure means (design.md 4, reliability.md 1.4 T7 to T9).
 *
 * In `commit`, only what was proved unsent, or what the network documents as refused, is "not
 * published". Everything else is unknown.
 */
export function judge(
  failure: unknown,
  context: {
    readonly phase: Phase
    readonly attempt: number
    readonly now: Date
    /** Could the call have reached the network? */
    readonly written: boolean
    /** What the network said last where it did not speak its API: a gateway's page. */
    readonly words?: string | undefined
  },
): Verdict {
  const known = understood(failure)
  const error = describe(known, context.words)
  if (context.phase === 'commit' && context.written && mayBePublished(known)) {
    return {
      action: 'unknown',
      error: known?.kind === 'duplicate' ? error : describeUnknown(known, context.words),
    }
  }
  if (known === undefined || ['transient', 'outcome_unknown', 'duplicate'].includes(known.kind)) {
    return retryOrGiveUp(known === undefined ? deliveryError('internal') : error, context.attempt)
  }
  if (known.kind === 'preparation_lost') {
    const verdict = retryOrGiveUp(error, context.attempt)
    return verdict.action === 'retry' ? { ...verdict, startOver: true } : verdict
  }
  switch (known.kind) {
    case 'reauth':
      return { action: 'reauth', error }
    case 'rate_limited': {
      const inSeconds = secondsUntil(known, context.now, 60)
      return { action: 'retry', error, inSeconds, pauseAccountSeconds: inSeconds }
    }
    case 'quota': {
      const inSeconds = secondsUntil(known, context.now, 900)
      return { action: 'retry', error, inSeconds, pauseAccountSeconds: inSeconds }
    }
    case 'app_config':
      return { action: 'retry', error, inSeconds: 300 }
    default:
      return { action: 'fail', error }
  }
}

/** A failure of the contract. One of a kind that this version does not know is anything a plugin may throw. */
export function understood(failure: unknown): ConnectorFailure | undefined {
  if (!isConnectorFailure(failure)) return undefined
  const { kind, details } = failure as { kind: string; details: unknown }
  const known = (failureKinds as readonly string[]).includes(kind)
  return known && typeof details === 'object' && details !== null ? failure : undefined
}

/** A failure as the API shows it. */
export function describe(failure: ConnectorFailure | undefined, words?: string): DeliveryError {
  if (failure === undefined) return deliveryError('internal')
  const { message, remedy, field, until } = failure.details
  const { networkCode, networkMessage } = saidByNetwork(failure, words)
  return deliveryError(codeOfFailure(failure.kind), {
    ...redacted({ message, remedy, networkCode, networkMessage, field }),
    ...(isMoment(until) ? { until: until.toISOString() } : {}),
  })
}

function describeUnknown(failure: ConnectorFailure | undefined, words?: string): DeliveryError {
  return deliveryError('outcome_unknown', redacted(saidByNetwork(failure, words)))
}

/** The network's code and words; those that no connector can read count where it is the network that failed. */
function saidByNetwork(
  failure: ConnectorFailure | undefined,
  words: string | undefined,
): Readonly<Record<'networkCode' | 'networkMessage', string | undefined>> {
  const { networkCode, networkMessage } = failure?.details ?? {}
  const unread = networkCode === undefined ? undefined : words
  return { networkCode, networkMessage: networkMessage ?? unread }
}

/** A plugin may have put anything into its words; what is no text is left out. */
function redacted<Name extends string>(
  words: Readonly<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  const texts = Object.entries<unknown>(words).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(texts.map(([name, text]) => [name, redact(text)])) as Partial<
    Record<Name, string>
  >
}

function mayBePublished(failure: ConnectorFailure | undefined): boolean {
  return (
    failure === undefined ||
    failure.kind === 'transient' ||
    failure.kind === 'outcome_unknown' ||
    failure.kind === 'duplicate'
  )
}

function retryOrGiveUp(error: DeliveryError, attempt: number): Verdict {
  if (attempt + 1 >= maxAttempts) {
    return {
      action: 'fail',
      error: deliveryError('gave_up', {
        message: `${error.message} It was tried ${attempt + 1} times.`,
        ...(error.networkCode !== undefined && { networkCode: error.networkCode }),
        ...(error.networkMessage !== undefined && { networkMessage: error.networkMessage }),
      }),
    }
  }
  return { action: 'retry', error, inSeconds: backoffSeconds(attempt) }
}

/** Header fields that are missing make dates that are none. */
function isMoment(until: Date | undefined): until is Date {
  return until instanceof Date && !Number.isNaN(until.getTime())
}

/** Seconds until the network allows it again, by its own word; `otherwise` where it said nothing. */
export function secondsUntil(failure: ConnectorFailure, now: Date, otherwise: number): number {
  const { until } = failure.details
  if (!isMoment(until)) return otherwise
  return Math.min(Math.max((until.getTime() - now.getTime()) / 1_000, 1), 86_400)
}
