import { once } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** Ends of subscriptions. */
export const endingChecks: readonly BillingCheck[] = [
  {
    name: 'a subscription ends with its period, and that can be taken back',
    async run({ billing, expect, subscriber, subscriptionOf }) {
      const before = await subscriber()
      const { id, customerId, status, periodEnd } = before
      const ending = await billing.setEnd(id, 'at_period_end')
      expect.equal(
        [ending.cancelAtPeriodEnd, ending.status, ending.periodEnd],
        [true, status, periodEnd],
        'one that ends later',
      )
      await billing.setEnd(id, 'at_period_end')
      expect.equal(await subscriptionOf(customerId), ending, 'one that was ended twice')
      expect.equal(await billing.setEnd(id, 'never'), before, 'one that goes on')
      expect.equal(await billing.setEnd(id, 'never'), before, 'one that went on anyway')
    },
  },
  {
    name: 'a subscription ends at once, for good',
    async run({ billing, expect, options: { plans }, subscriber, subscriptionOf, fails }) {
      const { id, customerId } = await subscriber()
      const over = await billing.setEnd(id, 'now')
      expect.equal(over.status, 'canceled', 'its status')
      expect.ok(over.canceledAt !== null, 'when it ended is told')
      expect.equal(await billing.setEnd(id, 'now'), over, 'one that was ended twice')
      expect.equal(await billing.setEnd(id, 'at_period_end'), over, 'one that is over, ended later')
      expect.equal(await subscriptionOf(customerId), over, 'it is told among the others')
      await fails(billing.setEnd(id, 'never'), 'refused', 'taking up again what is over')
      const change = { subscriptionId: id, plan: plans[1], at: new Date() }
      await fails(billing.changePlan(change, once()), 'refused', 'the plan of what is over')
    },
  },
  {
    name: 'what is not there cannot be ended',
    async run({ billing, subscriber, fails }) {
      const { id } = await subscriber()
      for (const end of ['at_period_end', 'now', 'never'] as const) {
        await fails(billing.setEnd(`${id}x`, end), 'absent', end)
      }
    },
  },
]
