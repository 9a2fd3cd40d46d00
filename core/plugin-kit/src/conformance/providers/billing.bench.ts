import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Billing, BillingSubscription, Once } from '../../billing.ts'
import { isProviderFailure, type ProviderFailureKind } from '../../provider-failure.ts'
import { wordsOf } from '../check.ts'
import type { BillingConformanceOptions } from './billing.check.ts'
import type { Expectations } from './expectations.ts'

/** A provider of billing on the bench. */
export interface BillingBench {
  readonly options: BillingConformanceOptions
  readonly billing: Billing
  readonly expect: Expectations
  /** The plan that most checks buy. */
  readonly plan: string
  /** A customer of its own, for a reference of its own. */
  customer(reference?: string): Promise<string>
  /** A customer who bought {@link plan} on the page. */
  subscriber(): Promise<BillingSubscription>
  /** The only subscription of a customer. @throws Error where there are none or several */
  subscriptionOf(customerId: string): Promise<BillingSubscription>
  /** Looks until it is so, as long as the options say: some lists are behind. */
  eventually<Result>(
    look: () => Promise<Result>,
    isSo: (result: Result) => boolean,
  ): Promise<Result>
  /** That a call ends in a typed failure of one of these kinds, whose sentence names no secret. */
  fails(call: Promise<unknown>, kinds: ProviderFailureKind, what: string): Promise<void>
}

/** Opens the provider for one check. */
export function openBillingBench(
  options: BillingConformanceOptions,
  expect: Expectations,
): BillingBench {
  const { provider, settings, host, plans } = options
  const billing = provider.open(settings, host)
  const [plan] = plans
  const secrets = Object.values(settings).flat().filter(isLong)
  const bench: BillingBench = {
    options,
    billing,
    expect,
    plan,
    async customer(reference = randomUUID()) {
      const { id } = await billing.createCustomer(personOf(reference), once())
      return id
    },
    async subscriber() {
      const customerId = await bench.customer()
      const { url } = await billing.startCheckout(orderOf(customerId, plan), once())
      await options.pay(url)
      return bench.subscriptionOf(customerId)
    },
    async subscriptionOf(customerId) {
      const [found, ...others] = await billing.subscriptionsOf(customerId)
      if (found === undefined || others.length > 0) {
        throw new Error(`The customer has ${others.length + (found ? 1 : 0)} subscriptions.`)
      }
      return found
    },
    async eventually(look, isSo) {
      const end = performance.now() + (options.patience ?? 10_000)
      for (;;) {
        const result = await look()
        if (isSo(result) || performance.now() > end) return result
        await setTimeout(100)
      }
    },
    async fails(call, kind, what) {
      const error: unknown = await call.then(
        () => undefined,
        (cause: unknown) => cause,
      )
      const found = isProviderFailure(error) ? error.kind : wordsOf(error)
      expect.equal(found, kind, what)
      if (!isProviderFailure(error)) return
      expect.ok(/\S/.test(error.message), `${what}: the failure has no message`)
      expect.ok(
        !secrets.some((secret) => error.message.includes(secret)),
        `${what}: the message has a setting in it that may be secret`,
      )
    },
  }
  return bench
}

/** A key that nobody has used. */
export function once(): Once {
  return { idempotencyKey: randomUUID() }
}

/** Whoever pays for an organization. */
export function personOf(reference: string): {
  readonly reference: string
  readonly email: string
  readonly name: string
} {
  return { reference, email: 'ada@lighthouse.example', name: 'Ada' }
}

/** What is bought, and where the browser comes back. */
export function orderOf(customerId: string, plan: string): Parameters<Billing['startCheckout']>[0] {
  return {
    customerId,
    plan,
    reference: randomUUID(),
    successUrl: 'https://t21.example/bought',
    cancelUrl: 'https://t21.example/plans',
  }
}

/** A call as T21 makes it: what may pass is tried again. */
export async function patiently<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      if (attempt === 8 || !isProviderFailure(error) || error.kind !== 'transient') throw error
      await setTimeout(100 * attempt)
    }
  }
}

/** Shorter settings are words such as `true`. */
function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 12
}
