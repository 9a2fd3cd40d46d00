import type { ProviderFailureKind } from '@t21/plugin-kit'

/** What OpenRouter said when it refused. */
export interface Refusal {
  readonly status: number
  readonly message: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** OpenRouter's own word for it, the same however the error came: `rate_limit_exceeded`. */
  readonly type: string | undefined
}

/** By OpenRouter's typed error codes; those that say less than the rest of the error are left out. */
const byType: Readonly<Record<string, ProviderFailureKind>> = {
  authentication: 'misconfigured',
  rate_limit_exceeded: 'rate_limited',
  provider_overloaded: 'transient',
  provider_unavailable: 'transient',
  server: 'transient',
  timeout: 'transient',
  unmapped: 'transient',
  not_found: 'absent',
  content_policy_violation: 'declined',
  refusal: 'declined',
  context_length_exceeded: 'refused',
  max_tokens_exceeded: 'refused',
  token_limit_exceeded: 'refused',
  string_too_long: 'refused',
  invalid_prompt: 'refused',
  payload_too_large: 'refused',
  unprocessable: 'refused',
  invalid_image: 'refused',
  image_too_large: 'refused',
  image_too_small: 'refused',
  unsupported_image_format: 'refused',
  image_not_found: 'refused',
  image_download_failed: 'refused',
}

/** What kind of failure it is. */
export function kindOf(refusal: Refusal): ProviderFailureKind {
  const typed = refusal.type === undefined ? undefined : byType[refusal.type]
  return typed ?? byStatus(refusal)
}

function byStatus({ status, message, metadata }: Refusal): ProviderFailureKind {
  if (status === 401) return 'misconfigured'
  // Money that running calls may still need comes back by itself; every other lack of it is the operator's.
  if (status === 402) return waitsForMoney(metadata) ? 'rate_limited' : 'misconfigured'
  if (status === 403) return isModeration(metadata) ? 'declined' : 'misconfigured'
  if (status === 404) return 'absent'
  if (status === 429) return 'rate_limited'
  if (status === 408 || status >= 500 || status < 400) return 'transient'
  return isAboutModel(message) ? 'absent' : 'refused'
}

function waitsForMoney(metadata: Refusal['metadata']): boolean {
  return metadata['limit_source'] === 'openrouter_in_flight_budget'
}

/** Flagged by moderation, or stopped by one of the guardrails of the key; else the key lacks a right. */
function isModeration(metadata: Refusal['metadata']): boolean {
  return ['reasons', 'flagged_input', 'patterns'].some((name) => metadata[name] !== undefined)
}

/** A model that never was, or is not any more, is a 400 like any other mistake. */
function isAboutModel(message: string): boolean {
  return /not a valid model|model.*(not found|not available|does not exist)|no endpoints found/i.test(
    message,
  )
}
