import type {
  BillingPage,
  BillingReversal,
  BillingSubscription,
  ReversalStatus,
} from '../../billing.ts'
import type { BillingBench } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** Bills, what comes back of them, and the list of everything. */
export const billChecks: readonly BillingCheck[] = [
  {
    name: 'a bill says what was paid, for which time, and where it can be seen',
    async run({ billing, expect, plan, subscriber }) {
      const { customerId, periodStart, periodEnd } = await subscriber()
      const price = (await billing.prices()).find((one) => one.plan === plan)
      const { items, next } = await billing.invoicesOf(customerId, null)
      expect.equal([items.length, next], [1, null], 'bills of one purchase')
      const [bill] = items
      expect.equal(
        [bill?.customerId, bill?.status, bill?.amountRefunded],
        [customerId, 'paid', 0],
        'the bill',
      )
      expect.equal(
        [bill?.amount, bill?.amountPaid, bill?.currency],
        [price?.amount, price?.amount, price?.currency],
        'what was paid',
      )
      expect.equal([bill?.periodStart, bill?.periodEnd], [periodStart, periodEnd], 'its period')
      expect.ok((bill?.number ?? '') !== '', 'it has a number')
      for (const url of [bill?.url, bill?.pdfUrl]) {
        expect.ok(URL.canParse(url ?? ''), `it can be seen: ${url}`)
      }
      const reversals = await billing.reversalsOf(customerId, null)
      expect.equal(reversals, { items: [], next: null }, 'what came back')
    },
  },
  {
    name: 'what was given back is told, with its bill',
    needs: 'refund',
    run: (bench) => comesBack(bench, 'refund'),
  },
  {
    name: 'what a bank demands back is told, with its bill',
    needs: 'dispute',
    run: (bench) => comesBack(bench, 'dispute'),
  },
  {
    name: 'all subscriptions are listed, page by page, those just ended included',
    needs: 'crowd',
    async run({ billing, expect, options, subscriber }) {
      await options.crowd?.(101)
      const running = await subscriber()
      const over = await billing.setEnd((await subscriber()).id, 'now')
      const pages: BillingPage<BillingSubscription>[] = []
      let after: string | null = null
      do {
        const page: BillingPage<BillingSubscription> = await billing.subscriptions(after)
        pages.push(page)
        after = page.next
      } while (after !== null && pages.length < 1000)
      const all = pages.flatMap(({ items }) => items)
      expect.ok(pages.length > 1, `there are several pages: ${pages.length}`)
      expect.ok(all.length >= 103, `nothing is left out: ${all.length} subscriptions`)
      expect.equal(new Set(all.map(({ id }) => id)).size, all.length, 'nothing is told twice')
      for (const wanted of [running, over]) {
        const found = all.find(({ id }) => id === wanted.id)
        expect.equal(found, wanted, `the one that is ${wanted.status}`)
      }
    },
  },
]

const statuses: Readonly<Record<BillingReversal['kind'], readonly ReversalStatus[]>> = {
  refund: ['pending', 'succeeded', 'failed'],
  dispute: ['open', 'won', 'lost'],
}

async function comesBack(
  { billing, expect, options, subscriber, eventually }: BillingBench,
  kind: 'refund' | 'dispute',
): Promise<void> {
  const { customerId } = await subscriber()
  await options[kind]?.(customerId)
  const { items, next } = await eventually(
    () => billing.reversalsOf(customerId, null),
    (page) => page.items.length > 0,
  )
  expect.equal([items.length, next], [1, null], 'what came back')
  const [reversal] = items
  const [bill] = (await billing.invoicesOf(customerId, null)).items
  expect.equal(
    [reversal?.kind, reversal?.customerId, reversal?.invoiceId, reversal?.currency],
    [kind, customerId, bill?.id, bill?.currency],
    `the ${kind}`,
  )
  expect.ok((reversal?.amount ?? 0) > 0, `its amount: ${reversal?.amount}`)
  expect.ok(
    reversal !== undefined && statuses[kind].includes(reversal.status),
    `its status is that of a ${kind}: ${reversal?.status}`,
  )
  if (kind === 'refund') {
    expect.equal(bill?.amountRefunded, reversal?.amount, 'what the bill says was given back')
  }
  const whose = await billing.customerOf(reversal?.id ?? '')
  expect.equal(whose, { id: customerId }, 'whose it is')
}
