import type { ProviderHost, Provider } from '../../provider.ts'
import type { ReceivedWebhook } from '../../sandbox/receive-webhooks.ts'
import type { BillingBench } from './billing.bench.ts'

/** What is tested, against which server, and what a test has to do there itself. */
export interface BillingConformanceOptions {
  readonly provider: Readonly<Provider<'billing'>>
  readonly settings: Readonly<Record<string, unknown>>
  /** Its `fetch` leads to the server. */
  readonly host: ProviderHost
  /** A plan, and one that costs more. */
  readonly plans: readonly [string, string]
  /** Pays on a page for buying, as a customer with a good card does. Rejects where the page is over. */
  pay(url: string): Promise<void>
  /** From now on the customer pays with a card that is good, or with one that is declined. */
  useCard(customerId: string, card: 'good' | 'declined'): Promise<void>
  /** What the server has of a customer; absent where it does not say. */
  profileOf?(customerId: string): Promise<{ readonly name: string; readonly email: string }>
  /** Gives back a part of what the customer paid; absent where the server cannot. */
  refund?(customerId: string): Promise<void>
  /** Has the customer's bank demand a payment back; absent where the server cannot. */
  dispute?(customerId: string): Promise<void>
  /** Makes so many more subscriptions in the quickest way; absent where the server cannot. */
  crowd?(count: number): Promise<void>
  /** How long lists and webhooks may be behind, in milliseconds; 10 seconds by default. */
  readonly patience?: number
  /** The webhooks that the provider sent so far, oldest first. */
  webhooks(): Promise<readonly ReceivedWebhook[]>
}

/** One promise of the contract, tried. */
export interface BillingCheck {
  /** The name of the subtest. */
  readonly name: string
  /** What of the options it needs. */
  readonly needs?: 'profileOf' | 'refund' | 'dispute' | 'crowd'
  run(bench: BillingBench): Promise<void>
}
