import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import type { Billing, BillingReversal } from '../../billing.ts'
import type { TapTest } from '../test-connector.ts'
import { exampleBilling } from '../fixtures/billing.ts'
import { billingChecks, testBilling } from './billing.ts'

/** The names of the checks that fail. */
async function failed(
  change?: (billing: Billing) => Partial<Billing>,
  tell: (finding: string) => unknown = () => undefined,
): Promise<string[]> {
  const names: string[] = []
  const within = (name: string): TapTest => ({
    test: (inner, run) => run(within(inner)),
    pass: () => undefined,
    fail: (finding) => {
      tell(finding)
      return names.push(name)
    },
  })
  await testBilling(within('all'), exampleBilling(change))
  return [...new Set(names)]
}

test('a provider that keeps its promises passes', async (t) => {
  t.same(await failed(undefined, (finding) => t.comment(finding)), [])
})

const broken: readonly (readonly [
  does: string,
  fails: string,
  change: (billing: Billing) => Partial<Billing>,
])[] = [
  [
    'makes a customer at every call',
    'one key makes one customer, also at once, and under another name',
    ({ createCustomer }) => ({
      createCustomer: (customer) => createCustomer(customer, { idempotencyKey: randomUUID() }),
    }),
  ],
  [
    'finds customers by a part of their reference',
    'customers are found by their reference, oldest first',
    ({ createCustomer }) => ({
      createCustomer: (customer, once) =>
        createCustomer({ ...customer, reference: customer.reference.slice(1) }, once),
    }),
  ],
  [
    'changes customers who are not there',
    'a customer is changed, or is absent',
    () => ({ updateCustomer: () => Promise.resolve() }),
  ],
  [
    'forgets new addresses',
    'the name and the address of a customer are those that were told last',
    ({ updateCustomer }) => ({
      updateCustomer: (id, { name }) => updateCustomer(id, name === undefined ? {} : { name }),
    }),
  ],
  [
    'goes on selling to the removed',
    'a removed customer has no subscription left, and is gone',
    () => ({ removeCustomer: () => Promise.resolve() }),
  ],
  [
    'tells prices in pounds and pence',
    'each plan has one price, in whole units of its currency',
    ({ prices }) => ({
      prices: async () => (await prices()).map((price) => ({ ...price, amount: 4.99 })),
    }),
  ],
  [
    'opens two pages for one key',
    'a plan is bought on a page, once, and not before',
    ({ startCheckout }) => ({
      startCheckout: (order) => startCheckout(order, { idempotencyKey: randomUUID() }),
    }),
  ],
  [
    'leaves ended pages open',
    'a page that was ended sells nothing; one that is over is ended again',
    () => ({ expireCheckout: () => Promise.resolve() }),
  ],
  [
    'sells what is not sold',
    'what is not sold is refused, and nothing is sold to nobody',
    ({ startCheckout }) => ({
      startCheckout: (order, once) =>
        startCheckout(order.plan === 'NO_SUCH_PLAN' ? { ...order, plan: 'SMALL' } : order, once),
    }),
  ],
  [
    'shows anybody a portal',
    'a customer has a page for cards and bills',
    () => ({ openPortal: () => Promise.resolve({ url: 'https://pay.example/portal' }) }),
  ],
  [
    'shows another amount than it takes',
    'a change of plan is paid as it was shown, once',
    ({ previewPlan }) => ({
      previewPlan: async (...given) => {
        const preview = await previewPlan(...given)
        return { ...preview, dueNow: { ...preview.dueNow, amount: preview.dueNow.amount - 1 } }
      },
    }),
  ],
  [
    'asks money for a cheaper plan',
    'a cheaper plan leaves a credit',
    ({ previewPlan }) => ({
      previewPlan: async (...given) => {
        const preview = await previewPlan(...given)
        const amount = Math.abs(preview.dueNow.amount)
        const lines = [{ description: 'The difference', amount }]
        return { ...preview, lines, dueNow: { ...preview.dueNow, amount } }
      },
    }),
  ],
  [
    'ends what cannot be paid',
    'where the card is declined nothing changes, and the customer is told why',
    ({ changePlan, setEnd }) => ({
      changePlan: async (change, once) => {
        try {
          return await changePlan(change, once)
        } catch (error) {
          if ((error as Error).message.includes('declined')) {
            await setEnd(change.subscriptionId, 'at_period_end')
          }
          throw error
        }
      },
    }),
  ],
  [
    'previews a change of nothing',
    'plans and subscriptions that are none are told apart',
    ({ previewPlan }) => ({
      previewPlan: (id, plan) => previewPlan(id.replace(/x$/, ''), plan),
    }),
  ],
  [
    'cannot take back an end',
    'a subscription ends with its period, and that can be taken back',
    ({ setEnd }) => ({
      setEnd: (id, end) => setEnd(id, end === 'never' ? 'at_period_end' : end),
    }),
  ],
  [
    'takes up again what is over',
    'a subscription ends at once, for good',
    ({ setEnd }) => ({
      setEnd: (id, end) => setEnd(id, end === 'never' ? 'at_period_end' : end),
    }),
  ],
  [
    'ends what is not there',
    'what is not there cannot be ended',
    ({ setEnd }) => ({ setEnd: (id, end) => setEnd(id.replace(/x$/, ''), end) }),
  ],
  [
    'has no bill to look at',
    'a bill says what was paid, for which time, and where it can be seen',
    ({ invoicesOf }) => ({
      invoicesOf: async (...given) => {
        const page = await invoicesOf(...given)
        return { ...page, items: page.items.map((bill) => ({ ...bill, pdfUrl: null })) }
      },
    }),
  ],
  [
    'does not say on the bill what was given back',
    'what was given back is told, with its bill',
    ({ invoicesOf }) => ({
      invoicesOf: async (...given) => {
        const page = await invoicesOf(...given)
        return { ...page, items: page.items.map((bill) => ({ ...bill, amountRefunded: 0 })) }
      },
    }),
  ],
  [
    'tells of a refund in words of its own',
    'what was given back is told, with its bill',
    ({ reversalsOf }) => ({
      reversalsOf: async (...given) => {
        const page = await reversalsOf(...given)
        const status = 'done' as BillingReversal['status']
        return { ...page, items: page.items.map((reversal) => ({ ...reversal, status })) }
      },
    }),
  ],
  [
    'does not know whose a dispute is',
    'what a bank demands back is told, with its bill',
    () => ({ customerOf: () => Promise.resolve(null) }),
  ],
  [
    'tells the first page alone',
    'all subscriptions are listed, page by page, those just ended included',
    ({ subscriptions }) => ({
      subscriptions: async () => ({ ...(await subscriptions(null)), next: null }),
    }),
  ],
  [
    'says nothing of bills',
    'a purchase is told by webhooks that hold, of the customer and what it is about',
    ({ webhook }) => ({
      webhook: {
        ...webhook,
        parse: (request) => webhook.parse(request).filter(({ kind }) => kind !== 'invoice'),
      },
    }),
  ],
  [
    'gives an event a new id each time',
    'the same webhook says the same, under the same id',
    ({ webhook }) => ({
      webhook: {
        ...webhook,
        parse: (request) => webhook.parse(request).map((said) => ({ ...said, id: randomUUID() })),
      },
    }),
  ],
  [
    'believes everybody',
    'a webhook that was changed, or comes at another time, does not hold',
    ({ webhook }) => ({ webhook: { ...webhook, verify: () => true } }),
  ],
  [
    'takes noise for an event',
    'what is no webhook says nothing and harms nobody',
    ({ webhook }) => ({
      webhook: {
        ...webhook,
        parse: (request) => {
          JSON.parse(Buffer.from(request.rawBody).toString())
          return webhook.parse(request)
        },
      },
    }),
  ],
]

for (const [does, fails, change] of broken) {
  test(`a provider that ${does} fails "${fails}"`, async (t) => {
    t.ok((await failed(change)).includes(fails))
  })
}

test('a provider whose errors are untyped, or name a secret, fails', async (t) => {
  const silent = (): Promise<never> => Promise.reject(new Error('Oops'))
  t.ok((await failed(() => ({ openPortal: silent }))).length > 0)
})

test('every promise has a provider that breaks it, but those of the way out', (t) => {
  const proved = new Set(broken.map(([, fails]) => fails))
  t.same(
    billingChecks.map(({ name }) => name).filter((name) => !proved.has(name)),
    [
      'a provider that cannot be reached is a failure that may pass',
      'an answer that is none is a failure that may pass',
    ],
  )
  t.end()
})
