import { Stripe } from 'stripe'
import { failureOf } from './failures.ts'

/** Whether an error of the library says that what it was asked for is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && failureOf(error).kind === 'absent'
}
