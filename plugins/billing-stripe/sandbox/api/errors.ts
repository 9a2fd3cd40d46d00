import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'

/** What Stripe says of a request that it does not follow (docs.stripe.com/api/errors). */
export interface StripeError {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  readonly message: string
  readonly code?: string | undefined
  readonly param?: string | undefined
  readonly decline_code?: string | undefined
  readonly charge?: string | undefined
  readonly payment_intent?: unknown
}

/** A request that is refused; the endpoint answers it in Stripe's envelope. */
export class Refusal extends Error {
  readonly status: number
  readonly error: StripeError

  constructor(status: number, error: StripeError) {
    super(error.message)
    this.status = status
    this.error = error
  }
}

/** 400 for a parameter that is missing, wrong, or goes with no other. */
export function invalid(message: string, param?: string, code?: string): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, param, code })
}

/** `No such customer: 'cus_1'`: 404 where it is the request's own address, else 400. */
export function missing(kind: string, id: string, param = 'id'): Refusal {
  const message = `No such ${kind}: '${id}'`
  const status = param === 'id' ? 404 : 400
  return new Refusal(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message,
    param,
  })
}

/** The answer that carries an error. */
export function envelope(status: number, error: StripeError): EmulatorResponse {
  const doc = error.code && `https://docs.stripe.com/error-codes/${error.code.replaceAll('_', '-')}`
  return { status, json: { error: { ...error, ...(doc && { doc_url: doc }) } } }
}
