import type { ProviderHost } from '@t21/plugin-kit'
import { Stripe } from 'stripe'
import type { Settings } from './settings.ts'

/** The version of the API that this plugin is written for, whatever the account's default is. */
export const apiVersion = '2026-10-28.endive'

/**
 * Two attempts and the pause between them stay below 15 seconds. The second is the library's own: it repeats the same
 * idempotency key, so that a lost answer or a twin under way (409) ends in one object. More would only hide an outage from
 * T21, which knows better what can wait.
 */
const patience = { timeout: 7_000, maxNetworkRetries: 1 } as const

/** For what takes money at once: the bank is asked meanwhile, and one long attempt is worth more than two short ones. */
export const patienceWithBanks = { timeout: 15_000, maxNetworkRetries: 0 } as const

/** The client of the API. */
export function openClient({ secretKey }: Settings, host: ProviderHost): Stripe {
  return new Stripe(secretKey, {
    apiVersion,
    httpClient: Stripe.createFetchHttpClient(host.fetch),
    ...patience,
    telemetry: false,
    appInfo: { name: 'T21' },
  })
}

/** Whether the key is one for real money. */
export function isLive({ secretKey }: Pick<Settings, 'secretKey'>): boolean {
  return secretKey.includes('_live_')
}

/** What is called with everything: the client, and what the operator chose. */
export interface StripeAccount {
  readonly stripe: Stripe
  readonly settings: Settings
  readonly host: Pick<ProviderHost, 'browserUrl'>
}
