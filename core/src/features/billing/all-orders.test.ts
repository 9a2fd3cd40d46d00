import { test } from 'tap'
import { runOrders } from '../../../../test/billing/orders.ts'
import { billingSite } from '../../../../test/support/billing-site.ts'

test(
  'all 120 orders of five events, each told twice, forged ones between them and workers killed, end as the provider has it',
  { timeout: 280_000 },
  async (t) => {
    const figures = await runOrders(await billingSite(t))
    t.match(figures, { orders: 120, kills: 5, divergent: 0, forgedAccepted: 0 })
    t.ok(figures.duplicates >= 600)
  },
)
