import { testBilling } from '@t21/plugin-kit/conformance'
import { test } from 'tap'
import { provider } from './src/index.ts'
import { emulatedStripe, pay, settings, useCard } from './test/emulated.ts'

test('Stripe keeps the contract', { timeout: 240_000 }, async (t) => {
  const { host, stripe, received } = await emulatedStripe(t)
  await testBilling(t, {
    provider,
    settings: { ...settings },
    host,
    plans: ['PRO', 'BUSINESS'],
    pay,
    webhooks: () => Promise.resolve(received),
    useCard: (customer, card) => useCard(stripe, customer, card),
    async profileOf(customer) {
      const found = await stripe.customers.retrieve(customer)
      if (found.deleted === true) throw new Error('The customer is gone.')
      return { name: found.name ?? '', email: found.email ?? '' }
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
