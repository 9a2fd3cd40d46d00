import { once } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** Changes of plan: what was shown is what is paid, or nothing happens. */
export const planChecks: readonly BillingCheck[] = [
  {
    name: 'a change of plan is paid as it was shown, once',
    async run({ billing, expect, options: { plans }, subscriber, subscriptionOf }) {
      const [plan, dearer] = plans
      const { id, customerId } = await subscriber()
      const bills = async () => (await billing.invoicesOf(customerId, null)).items
      const before = await bills()
      const preview = await billing.previewPlan(id, dearer)
      const price = (await billing.prices()).find((one) => one.plan === dearer)
      expect.equal(preview.recurring, price, 'what the next periods cost')
      expect.ok(preview.dueNow.amount > 0, `due now: ${preview.dueNow.amount}`)
      const sum = preview.lines.reduce((total, { amount }) => total + amount, 0)
      expect.equal(sum, preview.dueNow.amount, 'the sum of the lines')
      expect.equal((await subscriptionOf(customerId)).plan, plan, 'the plan after a preview')
      expect.equal((await bills()).length, before.length, 'the bills after a preview')

      const [change, key] = [{ subscriptionId: id, plan: dearer, at: preview.at }, once()]
      const changed = await billing.changePlan(change, key)
      expect.equal([changed.id, changed.plan], [id, dearer], 'the plan that comes back')
      await billing.changePlan(change, key)
      expect.equal(await subscriptionOf(customerId), changed, 'the subscription afterwards')
      const [bill, ...others] = await bills()
      expect.equal(others.length, before.length, 'bills before the one of the change')
      expect.equal(
        [bill?.status, bill?.amount, bill?.amountPaid, bill?.currency],
        ['paid', preview.dueNow.amount, preview.dueNow.amount, preview.dueNow.currency],
        'the bill of the change',
      )
    },
  },
  {
    name: 'a cheaper plan leaves a credit',
    async run({ billing, expect, options: { plans }, subscriber }) {
      const [plan, dearer] = plans
      const { id } = await subscriber()
      const { at } = await billing.previewPlan(id, dearer)
      await billing.changePlan({ subscriptionId: id, plan: dearer, at }, once())
      const preview = await billing.previewPlan(id, plan)
      expect.ok(preview.dueNow.amount < 0, `due now: ${preview.dueNow.amount}`)
      const change = { subscriptionId: id, plan, at: preview.at }
      expect.equal((await billing.changePlan(change, once())).plan, plan, 'the plan afterwards')
    },
  },
  {
    name: 'where the card is declined nothing changes, and the customer is told why',
    async run({ billing, expect, options, subscriber, subscriptionOf, fails }) {
      const [, dearer] = options.plans
      const before = await subscriber()
      const { id, customerId } = before
      const { at } = await billing.previewPlan(id, dearer)
      await options.useCard(customerId, 'declined')
      const change = { subscriptionId: id, plan: dearer, at }
      await fails(billing.changePlan(change, once()), 'declined', 'a declined card')
      expect.equal(await subscriptionOf(customerId), before, 'the subscription afterwards')
      const paid = (await billing.invoicesOf(customerId, null)).items.filter(
        ({ status }) => status === 'paid',
      )
      expect.equal(paid.length, 1, 'bills that were paid')
      await options.useCard(customerId, 'good')
      const changed = await billing.changePlan(change, once())
      expect.equal(changed.plan, dearer, 'the plan with another card')
    },
  },
  {
    name: 'plans and subscriptions that are none are told apart',
    async run({ billing, options: { plans }, subscriber, fails }) {
      const [, dearer] = plans
      const { id } = await subscriber()
      const at = new Date()
      const change = { subscriptionId: `${id}x`, plan: dearer, at }
      await fails(billing.previewPlan(`${id}x`, dearer), 'absent', 'a preview of none')
      await fails(billing.changePlan(change, once()), 'absent', 'a change of none')
      await fails(billing.previewPlan(id, 'NO_SUCH_PLAN'), 'refused', 'a preview of no plan')
      const strange = { subscriptionId: id, plan: 'NO_SUCH_PLAN', at }
      await fails(billing.changePlan(strange, once()), 'refused', 'a change to no plan')
    },
  },
]
