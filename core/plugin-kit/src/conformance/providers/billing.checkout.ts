import { once, orderOf } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** The pages on which people buy, and look after what they bought. */
export const checkoutChecks: readonly BillingCheck[] = [
  {
    name: 'each plan has one price, in whole units of its currency',
    async run({ billing, expect, options }) {
      const prices = await billing.prices()
      expect.equal(
        new Set(prices.map(({ plan }) => plan)).size,
        prices.length,
        'plans that have a price',
      )
      for (const plan of options.plans) {
        expect.ok(
          prices.some((price) => price.plan === plan),
          `${plan} has a price`,
        )
      }
      for (const { plan, amount, currency, interval } of prices) {
        expect.ok(Number.isSafeInteger(amount) && amount > 0, `the amount of ${plan}: ${amount}`)
        expect.ok(/^[a-z]{3}$/.test(currency), `the currency of ${plan}: ${currency}`)
        expect.ok(['month', 'year'].includes(interval), `the interval of ${plan}: ${interval}`)
      }
      const [one, dearer] = options.plans.map(
        (plan) => prices.find((price) => price.plan === plan)?.amount ?? 0,
      )
      expect.ok((one ?? 0) < (dearer ?? 0), 'the second plan costs more')
    },
  },
  {
    name: 'a plan is bought on a page, once, and not before',
    async run({ billing, expect, options, plan, customer, subscriptionOf }) {
      const customerId = await customer()
      const [order, key] = [orderOf(customerId, plan), once()]
      const page = await billing.startCheckout(order, key)
      const again = await billing.startCheckout(order, key)
      expect.equal([again.id, again.url], [page.id, page.url], 'the page of the same key')
      expect.ok(URL.canParse(page.url), `the address of the page: ${page.url}`)
      expect.ok(page.expiresAt.getTime() > Date.now(), 'the page works for a while')
      const before = await billing.subscriptionsOf(customerId)
      expect.ok(
        before.every(({ status }) => status === 'incomplete'),
        'nothing is sold before it is paid',
      )
      await options.pay(page.url)
      const { id, ...sold } = await subscriptionOf(customerId)
      expect.ok(id !== '', 'the subscription has an id')
      expect.equal(
        [sold.customerId, sold.plan, sold.cancelAtPeriodEnd, sold.canceledAt, sold.pastDueSince],
        [customerId, plan, false, null, null],
        'what was sold',
      )
      expect.ok(['active', 'trialing'].includes(sold.status), `its status: ${sold.status}`)
      expect.ok(sold.periodStart < sold.periodEnd, 'its period has a length')
      expect.ok(sold.periodEnd.getTime() > Date.now(), 'its period is the present one')
    },
  },
  {
    name: 'a page that was ended sells nothing; one that is over is ended again',
    async run({ billing, expect, options, plan, customer, subscriptionOf }) {
      const customerId = await customer()
      const ended = await billing.startCheckout(orderOf(customerId, plan), once())
      await billing.expireCheckout(ended.id)
      await billing.expireCheckout(ended.id)
      const paid = await options.pay(ended.url).then(
        () => true,
        () => false,
      )
      expect.equal(paid, false, 'whether a page that was ended can be used')
      const used = await billing.startCheckout(orderOf(customerId, plan), once())
      await options.pay(used.url)
      await billing.expireCheckout(used.id)
      expect.equal((await subscriptionOf(customerId)).plan, plan, 'what was bought stays')
      await billing.expireCheckout(`${used.id}x`)
    },
  },
  {
    name: 'what is not sold is refused, and nothing is sold to nobody',
    async run({ billing, plan, customer, fails }) {
      const id = await customer()
      const strange = billing.startCheckout(orderOf(id, 'NO_SUCH_PLAN'), once())
      await fails(strange, 'refused', 'a plan that is none')
      const nobody = billing.startCheckout(orderOf(`${id}x`, plan), once())
      await fails(nobody, 'absent', 'a customer who is none')
    },
  },
  {
    name: 'a customer has a page for cards and bills',
    async run({ billing, expect, subscriber, fails }) {
      const { customerId } = await subscriber()
      const returnUrl = 'https://t21.example/settings'
      const { url } = await billing.openPortal({ customerId, returnUrl })
      expect.ok(URL.canParse(url), `the address of the page: ${url}`)
      const nobody = billing.openPortal({ customerId: `${customerId}x`, returnUrl })
      await fails(nobody, 'absent', 'a customer who is none')
    },
  },
]
