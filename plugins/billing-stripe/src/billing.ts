import type { Billing, ProviderHost } from '@t21/plugin-kit'
import { expireCheckout, openPortal, startCheckout } from './checkout.ts'
import { openClient, type StripeAccount } from './client.ts'
import { createCustomer, customersOf, removeCustomer, updateCustomer } from './customers.ts'
import { setEnd } from './ending.ts'
import { attempt } from './failures.ts'
import { invoicesOf } from './invoices.ts'
import { changePlan, previewPlan } from './plan-change.ts'
import { pricesOf, requireDistinctPrices } from './plans.ts'
import { customerOf, reversalsOf } from './reversals.ts'
import type { Settings } from './settings.ts'
import { allSubscriptions, subscriptionsOf } from './subscriptions.ts'
import { openWebhook } from './webhook.ts'

/** Billing by Stripe. @throws Error where two plans have one price */
export function openBilling(settings: Settings, host: ProviderHost): Billing {
  requireDistinctPrices(settings)
  const account: StripeAccount = { stripe: openClient(settings, host), settings, host }
  const call =
    <Given extends readonly unknown[], Result>(
      work: (account: StripeAccount, ...given: Given) => Promise<Result>,
    ) =>
    (...given: Given): Promise<Result> =>
      attempt(() => work(account, ...given))
  return {
    name: 'stripe',
    prices: call(pricesOf),
    createCustomer: call(createCustomer),
    customersOf: call(customersOf),
    updateCustomer: call(updateCustomer),
    removeCustomer: call(removeCustomer),
    startCheckout: call(startCheckout),
    expireCheckout: call(expireCheckout),
    openPortal: call(openPortal),
    subscriptionsOf: call(subscriptionsOf),
    subscriptions: call(allSubscriptions),
    setEnd: call(setEnd),
    previewPlan: call(previewPlan),
    changePlan: call(changePlan),
    invoicesOf: call(invoicesOf),
    reversalsOf: call(reversalsOf),
    customerOf: call(customerOf),
    webhook: openWebhook(settings),
  }
}
