import { openBillingBench, once, personOf } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** What happens where nobody answers. */
export const faultChecks: readonly BillingCheck[] = [
  {
    name: 'a provider that cannot be reached is a failure that may pass',
    async run({ options, expect }) {
      const away = () => Promise.reject(new TypeError('fetch failed'))
      const host = { ...options.host, fetch: away }
      const { billing, fails } = openBillingBench({ ...options, host }, expect)
      await fails(billing.prices(), 'transient', 'prices')
      await fails(billing.createCustomer(personOf('one'), once()), 'transient', 'a customer')
      await fails(billing.subscriptions(null), 'transient', 'subscriptions')
    },
  },
  {
    name: 'an answer that is none is a failure that may pass',
    async run({ options, expect }) {
      for (const [status, body] of [
        [502, '<html>Bad gateway</html>'],
        [200, '<html>Welcome to the airport</html>'],
        [302, ''],
      ] as const) {
        const answer = () => Promise.resolve(new Response(body, { status }))
        const host = { ...options.host, fetch: answer }
        const { billing, fails } = openBillingBench({ ...options, host }, expect)
        await fails(billing.prices(), 'transient', `${status} ${body}`)
      }
    },
  },
]
