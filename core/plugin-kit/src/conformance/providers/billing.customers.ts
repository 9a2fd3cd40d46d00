import { randomUUID } from 'node:crypto'
import { once, orderOf, patiently, personOf } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** Customers: one for an organization, found again, gone for good. */
export const customerChecks: readonly BillingCheck[] = [
  {
    name: 'one key makes one customer, also at once, and under another name',
    async run({ billing, expect }) {
      const reference = randomUUID()
      const key = once()
      const person = personOf(reference)
      const made = await Promise.all(
        [1, 2, 3].map(() => patiently(() => billing.createCustomer(person, key))),
      )
      const renamed = await billing.createCustomer({ ...person, name: 'Countess' }, key)
      const ids = new Set([...made, renamed].map(({ id }) => id))
      expect.equal(ids.size, 1, 'customers of one key')
      const other = await billing.createCustomer(personOf(randomUUID()), once())
      expect.ok(!ids.has(other.id), 'another key makes another customer')
    },
  },
  {
    name: 'customers are found by their reference, oldest first',
    async run({ billing, expect, customer, eventually }) {
      const reference = `${randomUUID()}-o'clock "\\`
      expect.equal(await billing.customersOf(reference), [], 'before there are any')
      const first = await customer(reference)
      await customer(reference.slice(1))
      const found = await eventually(
        () => billing.customersOf(reference),
        ({ length }) => length > 0,
      )
      expect.equal(found, [{ id: first }], 'after one was made')
    },
  },
  {
    name: 'a customer is changed, or is absent',
    async run({ billing, expect, customer, fails }) {
      const id = await customer()
      await billing.updateCustomer(id, { email: 'new@lighthouse.example' })
      await billing.updateCustomer(id, { name: 'Countess' })
      expect.equal(await billing.subscriptionsOf(id), [], 'subscriptions of one who bought none')
      expect.equal((await billing.invoicesOf(id, null)).items, [], 'bills of one who bought none')
      await fails(billing.updateCustomer(`${id}x`, { name: 'Eve' }), 'absent', 'changing nobody')
    },
  },
  {
    name: 'the name and the address of a customer are those that were told last',
    needs: 'profileOf',
    async run({ billing, expect, options, customer }) {
      const look = async (id: string) => {
        const { name, email } = (await options.profileOf?.(id)) ?? {}
        return [name, email]
      }
      const [id, other] = [await customer(), await customer()]
      const { name, email } = personOf('')
      expect.equal(await look(id), [name, email], 'one who was made')
      await billing.updateCustomer(id, { email: 'new@lighthouse.example' })
      expect.equal(await look(id), [name, 'new@lighthouse.example'], 'one with another address')
      await billing.updateCustomer(id, { name: 'Lighthouse' })
      await billing.updateCustomer(id, { name: 'Lighthouse' })
      expect.equal(
        await look(id),
        ['Lighthouse', 'new@lighthouse.example'],
        'one with another name',
      )
      expect.equal(await look(other), [name, email], 'somebody else')
    },
  },
  {
    name: 'a removed customer has no subscription left, and is gone',
    async run({ billing, expect, plan, subscriber, fails }) {
      const { customerId } = await subscriber()
      await billing.removeCustomer(customerId)
      await billing.removeCustomer(customerId)
      const left = await billing.subscriptionsOf(customerId)
      expect.ok(
        left.every(({ status }) => status === 'canceled'),
        'every subscription of a removed customer is over',
      )
      const order = billing.startCheckout(orderOf(customerId, plan), once())
      await fails(order, 'absent', 'selling to a removed customer')
      await billing.removeCustomer(`${customerId}x`)
    },
  },
]
