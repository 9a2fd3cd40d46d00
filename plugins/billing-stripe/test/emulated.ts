import type { Billing, ProviderHost } from '@t21/plugin-kit'
import {
  controlOf,
  receiveWebhooks,
  sandboxHost,
  type ControlCall,
  type ReceivedWebhook,
} from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { Stripe } from 'stripe'
import { credentials } from '../sandbox/credentials.ts'
import { emulator } from '../sandbox/index.ts'
import { openBilling } from '../src/billing.ts'
import type { Settings } from '../src/settings.ts'

/** The account that is emulated. */
export const settings: Settings = {
  secretKey: credentials.STRIPE_SECRET_KEY,
  webhookSecret: [credentials.STRIPE_WEBHOOK_SECRET],
  priceIdPro: credentials.STRIPE_PRICE_ID_PRO,
  priceIdBusiness: credentials.STRIPE_PRICE_ID_BUSINESS,
  promotionCodes: false,
  automaticTax: false,
  trialDays: 0,
}

interface Test {
  teardown(end: () => unknown): void
}

/** Stripe, emulated, and whoever has to do with it. */
export interface EmulatedStripe {
  readonly url: string
  readonly host: ProviderHost
  readonly billing: Billing
  /** Stripe's own client: what an operator does in the dashboard, and a customer in the portal. */
  readonly stripe: Stripe
  readonly control: ControlCall
  /** What came so far, oldest first. */
  readonly received: readonly ReceivedWebhook[]
}

/** Starts the emulation, with webhooks that come. */
export async function emulatedStripe(
  t: Test,
  more: Partial<Settings> = {},
): Promise<EmulatedStripe> {
  const { url, close } = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(close)
  const received = await receiveWebhooks(t, url, 'stripe')
  const host = sandboxHost(url)
  const httpClient = Stripe.createFetchHttpClient(host.fetch)
  return {
    url,
    host,
    billing: openBilling({ ...settings, ...more }, host),
    stripe: new Stripe(settings.secretKey, { httpClient, telemetry: false }),
    control: controlOf(url),
    received,
  }
}

/** Presses the button of a page. @throws Error where the page does not go on */
export async function press(url: string, form: Readonly<Record<string, string>>): Promise<void> {
  const body = new URLSearchParams(form)
  const { status } = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  if (status !== 303) throw new Error(`The page answered ${status}.`)
}

/** Pays on the checkout page. */
export async function pay(url: string): Promise<void> {
  await press(url, { cardNumber: '4242 4242 4242 4242', name: 'Ada' })
}

/** From now on the customer pays with a card that is good, or is declined when it is charged. */
export async function useCard(
  stripe: Stripe,
  customer: string,
  card: 'good' | 'declined',
): Promise<void> {
  const alias = card === 'good' ? 'pm_card_visa' : 'pm_card_chargeCustomerFail'
  const { id } = await stripe.paymentMethods.attach(alias, { customer })
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
  const { data } = await stripe.subscriptions.list({ customer })
  for (const subscription of data) {
    await stripe.subscriptions.update(subscription.id, { default_payment_method: id })
  }
}
