import type { ProviderHost, WebhookRequest } from '@t21/plugin-kit'
import { testBilling, type ReceivedWebhook } from '@t21/plugin-kit/conformance'
import { controlOf, startServer } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { Stripe } from 'stripe'
import { test } from 'tap'
import { credentials } from './sandbox/credentials.ts'
import { emulator } from './sandbox/index.ts'
import { provider } from './src/index.ts'
import type { Settings } from './src/settings.ts'

const settings: Settings = {
  secretKey: credentials.STRIPE_SECRET_KEY,
  webhookSecret: [credentials.STRIPE_WEBHOOK_SECRET],
  priceIdPro: credentials.STRIPE_PRICE_ID_PRO,
  priceIdBusiness: credentials.STRIPE_PRICE_ID_BUSINESS,
  promotionCodes: false,
  automaticTax: false,
  trialDays: 0,
}

test('Stripe keeps the contract', { timeout: 240_000 }, async (t) => {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  const received: ReceivedWebhook[] = []
  const callback = await startServer(t, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const webhook: WebhookRequest = {
      method: 'POST',
      query: {},
      headers,
      rawBody: Buffer.concat(chunks),
    }
    received.push({ request: webhook, at: new Date() })
    response.end()
  })
  await controlOf(sandbox.url)('PUT', 'webhooks/stripe', { url: callback })
  const host = hostAt(sandbox.url)
  // What an operator does in the dashboard, and a customer in the portal.
  const stripe = new Stripe(settings.secretKey, {
    httpClient: Stripe.createFetchHttpClient(host.fetch),
    telemetry: false,
  })

  await testBilling(t, {
    provider,
    settings: { ...settings },
    host,
    plans: ['PRO', 'BUSINESS'],
    webhooks: () => Promise.resolve(received),
    async pay(url) {
      const page = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ cardNumber: '4242 4242 4242 4242', name: 'Ada' }),
        redirect: 'manual',
      })
      if (page.status !== 303) throw new Error(`The page answered ${page.status}.`)
    },
    async useCard(customer, card) {
      const alias = card === 'good' ? 'pm_card_visa' : 'pm_card_chargeCustomerFail'
      const { id } = await stripe.paymentMethods.attach(alias, { customer })
      await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
      const { data } = await stripe.subscriptions.list({ customer })
      for (const subscription of data) {
        await stripe.subscriptions.update(subscription.id, { default_payment_method: id })
      }
    },
    async refund(customer) {
      const { data } = await stripe.charges.list({ customer })
      const [charge] = data
      if (charge !== undefined) await stripe.refunds.create({ charge: charge.id, amount: 100 })
    },
    async dispute(customer) {
      const card = await stripe.paymentMethods.attach('pm_card_createDispute', { customer })
      await stripe.subscriptions.create({
        customer,
        default_payment_method: card.id,
        items: [{ price: settings.priceIdPro }],
      })
    },
    async crowd(count) {
      const { id: customer } = await stripe.customers.create({})
      const { id: card } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
      const items = [{ price: settings.priceIdPro }]
      for (let made = 0; made < count; made += 1) {
        await stripe.subscriptions.create({ customer, items, default_payment_method: card })
      }
    },
  })
})

/** The hosts of Stripe as the sandbox mounts them: each below its own name. */
function hostAt(sandboxUrl: string): ProviderHost {
  return {
    fetch: (input, init) => {
      const { host, pathname, search } = new URL(input instanceof Request ? input.url : input)
      return fetch(`${sandboxUrl}/${host}${pathname}${search}`, init)
    },
    browserUrl: (url) => url,
  }
}
