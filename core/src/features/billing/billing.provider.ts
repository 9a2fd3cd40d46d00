import { isProviderFailure, type Billing, type ProviderFailure } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'

/** What it takes to make T21's rows what the provider has. */
export type BillingContext = Pick<Context, 'billing' | 'config' | 'database' | 'log'>

/** @throws ApiError BILLING_NOT_CONFIGURED */
export function billingOf({ billing }: Pick<Context, 'billing'>): Billing {
  if (billing === null) throw new ApiError('BILLING_NOT_CONFIGURED')
  return billing
}

/**
 * Asks the provider for somebody who waits.
 *
 * @throws ApiError PAYMENT_DECLINED; BILLING_REFUSED for what will never be accepted; BILLING_UNAVAILABLE where there is no
 * answer, or none that says anything
 */
export async function asked<Result>(
  { log }: Pick<Context, 'log'>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isProviderFailure(error)) throw error
    log.warn({ err: error, kind: error.kind, code: error.code }, 'billing provider failed')
    throw answerTo(error)
  }
}

function answerTo(failure: ProviderFailure): ApiError {
  const cause = failure
  if (failure.kind === 'declined')
    return new ApiError('PAYMENT_DECLINED', failure.message, { cause })
  if (failure.kind === 'refused' || failure.kind === 'absent') {
    return new ApiError('BILLING_REFUSED', undefined, { cause })
  }
  const seconds =
    failure.until && Math.max(1, Math.ceil((failure.until.getTime() - Date.now()) / 1_000))
  return new ApiError('BILLING_UNAVAILABLE', undefined, {
    cause,
    ...(seconds !== undefined && { headers: { 'retry-after': String(seconds) } }),
  })
}
