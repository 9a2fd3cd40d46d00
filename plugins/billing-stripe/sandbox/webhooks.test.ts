import { startServer } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { account, apiVersion } from './api/account.ts'
import { bought, press, started } from './support/client.ts'

interface Received {
  readonly body: string
  readonly signature: string
}

const { stripe, url, control } = await started(t)
const received: Received[] = []
const callback = await startServer(t, async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  received.push({ body, signature: String(request.headers['stripe-signature']) })
  response.end()
})
await control('PUT', 'webhooks/stripe', { url: callback })

async function until(type: string): Promise<void> {
  const end = performance.now() + 5_000
  while (!received.some(({ body }) => body.includes(`"type": "${type}"`))) {
    if (performance.now() > end) throw new Error(`No ${type} came.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

t.test("Stripe's own client takes the events that a purchase sends", async (t) => {
  const { customer, subscription } = await bought(stripe)
  await until('checkout.session.completed')
  const events = received.map(({ body, signature }) =>
    stripe.webhooks.constructEvent(body, signature, account.webhookSecret),
  )
  const types = events.map(({ type }) => type)
  for (const type of [
    'customer.created',
    'payment_method.attached',
    'customer.subscription.created',
    'invoice.created',
    'invoice.finalized',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice.paid',
    'invoice.payment_succeeded',
    'customer.subscription.updated',
    'checkout.session.completed',
  ] as const) {
    t.ok(types.includes(type), type)
  }
  const updated = events.find(({ type }) => type === 'customer.subscription.updated')
  t.match(updated, {
    object: 'event',
    api_version: apiVersion,
    livemode: false,
    data: {
      object: {
        id: subscription.id,
        customer,
        status: 'active',
        metadata: { organization: 'org-1' },
      },
      previous_attributes: { status: 'incomplete' },
    },
  })
  const log = await stripe.events.list({ limit: 100 })
  t.same(new Set(log.data.map(({ id }) => id)), new Set(events.map(({ id }) => id)))
})

t.test('a body that was changed, and another secret, are refused by the client', async (t) => {
  const [first] = received
  const { body = '', signature = '' } = first ?? {}
  const again = JSON.stringify(JSON.parse(body))
  const wrong = /No signatures found matching the expected signature/
  t.throws(() => stripe.webhooks.constructEvent(again, signature, account.webhookSecret), wrong)
  t.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other'), wrong)
})

t.test('an event is sent wrongly where one asks for it, and only a true one passes', async (t) => {
  const { data } = await stripe.events.list({ type: 'customer.subscription.created' })
  const event = data[0]?.id ?? ''
  const outcomes: Record<string, unknown> = {}
  for (const as of [
    'forged',
    'altered',
    'unsigned',
    'expired',
    'future',
    'live',
    'other_account',
    'unknown_customer',
  ]) {
    const before = received.length
    const page = `${url}/dashboard.stripe.com/sandbox/webhooks`
    t.equal((await press(page, { event, as })).status, 200)
    while (received.length === before) await new Promise((resolve) => setTimeout(resolve, 10))
    const { body, signature } = received[before] ?? { body: '', signature: '' }
    try {
      const taken: unknown = stripe.webhooks.constructEvent(body, signature, account.webhookSecret)
      outcomes[as] = taken
    } catch (error) {
      outcomes[as] = error instanceof Error ? error.message : error
    }
  }
  t.match(outcomes, {
    forged: /No signatures found/,
    altered: /No signatures found/,
    unsigned: /Unable to extract timestamp/,
    expired: /Timestamp outside the tolerance zone/,
    // The library has no upper bound: whoever wants one has to look at the time.
    future: { object: 'event', livemode: false },
    live: { livemode: true },
    other_account: { account: 'acct_1SomebodyElse' },
    unknown_customer: { data: { object: { customer: /^cus_\w{14}$/ } } },
  })
  const page = `${url}/dashboard.stripe.com/sandbox/webhooks`
  t.equal((await press(page, { event, as: 'nicely' })).status, 400)
  t.equal((await press(page, { event: 'evt_none', as: 'forged' })).status, 400)
})

t.test(
  'time that was moved renews, tells of it, and signs by the time of those who listen',
  async (t) => {
    received.length = 0
    await control('POST', 'time', { advanceSeconds: 32 * 24 * 60 * 60 })
    await until('invoice.payment_succeeded')
    const renewal = received.find(({ body }) =>
      body.includes('"billing_reason": "subscription_cycle"'),
    )
    const { body = '', signature = '' } = renewal ?? {}
    t.ok(stripe.webhooks.constructEvent(body, signature, account.webhookSecret))
  },
)
