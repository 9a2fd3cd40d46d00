/**
 * What a provider can run into:
 *
 * - `declined`: the customer's side said no: a card, a content filter. `message` may be shown to them.
 * - `refused`: the request will never be accepted as it is.
 * - `absent`: what it names is not there any more.
 * - `rate_limited`: too many calls, or no allowance left. `until` where the provider tells it.
 * - `misconfigured`: a key, a right or a setting of the operator is wrong. Nothing of the request is.
 * - `transient`: no answer, or none that says anything. It may have been carried out.
 */
export type ProviderFailureKind =
  | 'declined'
  | 'refused'
  | 'absent'
  | 'rate_limited'
  | 'misconfigured'
  | 'transient'

/** What a failure carries besides its kind. */
export interface ProviderFailureDetails {
  /** A sentence for a person: what happened. Without secrets. */
  readonly message: string
  /** When it may be tried again, where the provider says so. */
  readonly until?: Date | undefined
  /** The provider's own code: an HTTP status, an error type. */
  readonly code?: string | undefined
  readonly cause?: unknown
}

/** The only error that a provider throws on purpose; anything else is a bug of its plugin. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  readonly kind: ProviderFailureKind
  readonly until: Date | undefined
  readonly code: string | undefined

  constructor(kind: ProviderFailureKind, details: ProviderFailureDetails) {
    super(details.message, { cause: details.cause })
    this.kind = kind
    this.until = details.until
    this.code = details.code
  }
}

/** True for a failure thrown by any version of the kit, also by another copy of it. */
export function isProviderFailure(error: unknown): error is ProviderFailure {
  return error instanceof Error && error.name === 'ProviderFailure' && 'kind' in error
}
