import type { FailureKind } from '@t21/plugin-kit'
import type { ErrorSource } from '../../errors.ts'

/** What kind of trouble it is; for filters and statistics. */
export type DeliveryErrorCategory =
  | 'auth_expired'
  | 'permission'
  | 'configuration'
  | 'rate_limit'
  | 'quota'
  | 'account_issue'
  | 'content'
  | 'network_error'
  | 'unconfirmed'
  | 'late'
  | 'system_error'

interface DeliveryErrorEntry {
  readonly category: DeliveryErrorCategory
  /** Who has to act. */
  readonly source: ErrorSource
  readonly meaning: string
  /** What a person can do; a connector may say something more precise. */
  readonly remedy: string
}

/** Every code that a delivery's `error` can have. Documented in `docs/errors.md`. */
export const deliveryErrors = {
  reauth: entry(
    'auth_expired',
    'user',
    'The network no longer accepts our access.',
    'Connect the account again; the post then goes out by itself.',
  ),
  permission: entry(
    'permission',
    'user',
    'The network did not grant a right that this needs.',
    'Connect the account again and allow every permission.',
  ),
  app_config: entry(
    'configuration',
    'T21',
    'The network refuses this installation’s application.',
    'The operator has to mend the plugin’s settings; the post is tried again meanwhile.',
  ),
  rate_limited: entry(
    'rate_limit',
    'network',
    'The network allows no more calls for now.',
    'Nothing; it is tried again when the network allows.',
  ),
  quota: entry(
    'quota',
    'network',
    'An allowance at the network is used up.',
    'Nothing; it is tried again later. Spread posts over the day.',
  ),
  account_restricted: entry(
    'account_issue',
    'user',
    'The network restricted this account.',
    'Log in at the network and follow what it says.',
  ),
  content_rejected: entry(
    'content',
    'user',
    'The network refuses this content.',
    'Change what the message names, then retry.',
  ),
  duplicate: entry(
    'content',
    'user',
    'The network says that it has this content already, and it was not found.',
    'Look at the account; change the text if it is not there, then retry.',
  ),
  preparation_lost: entry(
    'network_error',
    'network',
    'What had been prepared is gone at the network.',
    'Nothing; it is prepared anew.',
  ),
  canceled: entry(
    'content',
    'user',
    'The network gave it up, as it was asked to.',
    'Nothing; retry if it is still wanted.',
  ),
  transient: entry(
    'network_error',
    'network',
    'The network had a fault.',
    'Nothing; it is tried again.',
  ),
  gave_up: entry(
    'network_error',
    'network',
    'The network had faults at every attempt.',
    'Retry later; nothing was published.',
  ),
  outcome_unknown: entry(
    'unconfirmed',
    'network',
    'The network did not say whether it published this.',
    'Nothing yet: T21 is looking.',
  ),
  needs_person: entry(
    'unconfirmed',
    'user',
    'It could not be found out whether this was published.',
    'Look at the account, then say whether it is there.',
  ),
  not_published: entry(
    'unconfirmed',
    'user',
    'Somebody looked and says that this was not published.',
    'Retry, if it is still wanted.',
  ),
  late: entry(
    'late',
    'T21',
    'It could not be published within its grace and was not published late.',
    'Choose a new time, or publish now.',
  ),
  media_missing: entry(
    'content',
    'user',
    'A picture or video of this post cannot be read any more.',
    'Upload it again, put it into the post, then retry.',
  ),
  connector_missing: entry(
    'configuration',
    'T21',
    'The plugin of this network is not ready.',
    'The operator has to mend the plugin; the post is tried again meanwhile.',
  ),
  worker_died: entry(
    'system_error',
    'T21',
    'The worker died again and again while publishing this.',
    'Tell the operator; look at the account before you retry.',
  ),
  internal: entry(
    'system_error',
    'T21',
    'Something went wrong on our side before anything was sent.',
    'Nothing; it is tried again.',
  ),
} as const satisfies Record<string, DeliveryErrorEntry>

/** A code of {@link deliveryErrors}. Failures of connectors keep their kind as code. */
export type DeliveryErrorCode = keyof typeof deliveryErrors

/** What is stored with a delivery and answered by the API. */
export interface DeliveryError {
  readonly code: DeliveryErrorCode
  readonly category: DeliveryErrorCategory
  readonly source: ErrorSource
  readonly message: string
  readonly remedy: string
  readonly networkCode?: string
  /** The network's own words, redacted. */
  readonly networkMessage?: string
  readonly field?: string
  /** When it may be tried again, ISO 8601. */
  readonly until?: string
}

/** Makes an error of the catalogue; `details` overrides its texts. */
export function deliveryError(
  code: DeliveryErrorCode,
  details: Partial<Omit<DeliveryError, 'code' | 'category' | 'source'>> = {},
): DeliveryError {
  const { category, source, meaning, remedy } = deliveryErrors[code]
  return { code, category, source, message: meaning, remedy, ...details }
}

/** The catalogue's code for a connector's failure: the same word. */
export function codeOfFailure(kind: FailureKind): DeliveryErrorCode {
  return kind
}

function entry(
  category: DeliveryErrorCategory,
  source: ErrorSource,
  meaning: string,
  remedy: string,
): DeliveryErrorEntry {
  return { category, source, meaning, remedy }
}
