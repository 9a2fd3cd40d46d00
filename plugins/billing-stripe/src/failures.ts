import { ProviderFailure, type ProviderFailureKind } from '@t21/plugin-kit'
import { Stripe } from 'stripe'

type StripeError = InstanceType<typeof Stripe.errors.StripeError>

/** Runs a call. @throws ProviderFailure for whatever Stripe or the way to it said; a bug stays what it is */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Stripe.errors.StripeError ? failureOf(error) : error
  }
}

/** The failure of an operator's setting. */
export function misconfigured(message: string): ProviderFailure {
  return new ProviderFailure('misconfigured', { message })
}

/** What an error of the library means to T21. */
export function failureOf(error: StripeError): ProviderFailure {
  const kind = kindOf(error)
  return new ProviderFailure(kind, {
    message: messageOf(kind, error),
    until: kind === 'rate_limited' ? untilOf(error) : undefined,
    code: [error.decline_code, error.code, error.rawType, error.type].find(Boolean),
    // Of an answer nothing is kept: it may quote what was sent.
    ...(error instanceof Stripe.errors.StripeConnectionError ? { cause: error.detail } : {}),
  })
}

function kindOf(error: StripeError): ProviderFailureKind {
  if (error instanceof Stripe.errors.StripeCardError) return 'declined'
  if (error instanceof Stripe.errors.StripeRateLimitError) return 'rate_limited'
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  ) {
    return 'misconfigured'
  }
  if (error instanceof Stripe.errors.StripeIdempotencyError) return 'refused'
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return 'transient'
  if (isSetting(error)) return 'misconfigured'
  return error.code === 'resource_missing' || error.statusCode === 404 ? 'absent' : 'refused'
}

/** Whether the operator's account or settings are to blame: a price, the portal, taxes, the key's mode. */
function isSetting({ param = '', message }: StripeError): boolean {
  return (
    /price|configuration|automatic_tax/.test(param) ||
    /similar object exists in (?:live|test) mode|no configuration provided/i.test(message)
  )
}

/** Written for a person; what the cardholder has to do is said where Stripe speaks to developers. */
function messageOf(kind: ProviderFailureKind, error: StripeError): string {
  const { code, message, requestId } = error
  if (kind === 'declined') {
    return code?.endsWith('requires_action') === true || code === 'authentication_required'
      ? 'The bank wants the cardholder to confirm this payment: it has to be made on the page for cards and bills.'
      : withoutSecrets(message)
  }
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    return 'Stripe does not know the key in STRIPE_SECRET_KEY.'
  }
  if (error instanceof Stripe.errors.StripePermissionError) {
    return `The key in STRIPE_SECRET_KEY may not do this${requestOf(requestId)}.`
  }
  if (kind === 'rate_limited') return 'Stripe takes no more calls for a moment.'
  if (kind === 'transient') {
    return error instanceof Stripe.errors.StripeConnectionError
      ? 'Stripe could not be reached, or did not answer in time.'
      : `Stripe could not say how it went${requestOf(requestId)}.`
  }
  return `Stripe says: ${withoutSecrets(message)}${requestOf(requestId)}`
}

function requestOf(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` (${requestId})`
}

/** Stripe masks the keys that it quotes; nothing that begins like one is passed on all the same. */
function withoutSecrets(message: string): string {
  return message.replaceAll(/\b(?:sk|rk|pk|whsec)_[\w*]+/g, '…')
}

/** By Stripe's clock: the wait that it asks for is from its answer on. */
function untilOf({ headers = {} }: StripeError): Date | undefined {
  const until = new Date(Date.parse(headers['date'] ?? '') + Number(headers['retry-after']) * 1000)
  return Number.isNaN(until.getTime()) ? undefined : until
}
