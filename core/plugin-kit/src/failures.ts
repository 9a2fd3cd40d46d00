/** The ways in which a network can refuse. Each is acted on differently: see `docs/errors.md`. */
export const failureKinds = [
  'reauth',
  'permission',
  'app_config',
  'rate_limited',
  'quota',
  'account_restricted',
  'content_rejected',
  'preparation_lost',
  'canceled',
  'transient',
  'duplicate',
  'outcome_unknown',
] as const

/** See {@link failureKinds}. */
export type FailureKind = (typeof failureKinds)[number]

/** What every failure may carry besides its kind. */
export interface FailureDetails {
  /** A sentence for a person: what happened. */
  readonly message: string
  /** A sentence for a person: what to do about it. */
  readonly remedy?: string | undefined
  /** The network's own words. T21 redacts them before it stores them. */
  readonly networkMessage?: string | undefined
  /** The network's own code: an HTTP status, an error type, a number. */
  readonly networkCode?: string | undefined
  /** The part of the post that the network refused, as in a {@link ValidationIssue}. */
  readonly field?: string | undefined
  /** When the network says that it may be tried again (`rate_limited` and `quota`). */
  readonly until?: Date | undefined
  /** The id of the post that is already there (`duplicate` only). */
  readonly remoteId?: string | undefined
  readonly cause?: unknown
}

/**
 * The only error that a connector throws on purpose. Anything else is a bug of the connector: in `commit` its
 * outcome is unknown, elsewhere it is treated as `transient`.
 */
export class ConnectorFailure extends Error {
  override readonly name = 'ConnectorFailure'
  readonly kind: FailureKind
  readonly details: FailureDetails

  constructor(kind: FailureKind, details: FailureDetails) {
    super(details.message, { cause: details.cause })
    this.kind = kind
    this.details = details
  }
}

/** True for a failure thrown by any version of the kit, also by another copy of it. */
export function isConnectorFailure(error: unknown): error is ConnectorFailure {
  return error instanceof Error && error.name === 'ConnectorFailure' && 'kind' in error
}

/**
 * Makes typed failures: `throw failures.rateLimited({ message, until })`.
 *
 * In `commit`, T21 treats `transient`, `outcomeUnknown` and `duplicate` as "may have been published" and
 * looks before it tries again. All the others mean: **the network said that nothing was published**. Use
 * them in `commit` only for answers that the network documents as such.
 */
export const failures = {
  /** The network's own word that the grant is dead: the person has to connect the account again. */
  reauth: make('reauth'),
  /** A permission (scope, role) is missing. */
  permission: make('permission'),
  /** The operator's application is set up wrongly; the user's grant is fine. Tried again every 5 minutes. */
  appConfig: make('app_config'),
  /** Too many calls. Give `until` where the network tells it; the account is left alone for a minute otherwise. */
  rateLimited: make('rate_limited'),
  /** A daily or monthly allowance is used up. Give `until`; the account is left alone for 15 minutes otherwise. */
  quota: make('quota'),
  /** The account is suspended, locked or limited by the network. */
  accountRestricted: make('account_restricted'),
  /** The content will never be accepted as it is. Give `field`. */
  contentRejected: make('content_rejected'),
  /**
   * What was prepared is gone at the network: an expired container or upload. T21 drops the checkpoint and
   * prepares anew, at most 8 times. In `commit` it means that nothing was published.
   */
  preparationLost: make('preparation_lost'),
  /**
   * The network gave up what it had accepted because it was asked to: by `cancel`, or by the person in the network's own
   * app. From `confirm`; nothing was published.
   */
  canceled: make('canceled'),
  /** A fault of the network that passes: tried again, later each time, at most 8 times. */
  transient: make('transient'),
  /** The network says that it has this content already. Evidence of an earlier success, not proof. */
  duplicate: make('duplicate'),
  /** It cannot be told whether the call had its effect. */
  outcomeUnknown: make('outcome_unknown'),
} as const

function make(kind: FailureKind): (details: FailureDetails) => ConnectorFailure {
  return (details) => new ConnectorFailure(kind, details)
}
