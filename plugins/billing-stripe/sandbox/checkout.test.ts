import t from 'tap'
import { account } from './api/account.ts'
import { bought, press, started } from './support/client.ts'

const { stripe, url, control } = await started(t)

t.test('the two plans have their prices', async (t) => {
  const prices = await stripe.prices.list({ active: true, expand: ['data.product'] })
  t.match(
    prices.data.map(({ unit_amount: amount, currency, recurring, product }) => ({
      amount,
      currency,
      interval: recurring?.interval,
      product,
    })),
    [
      { amount: 3500, currency: 'gbp', interval: 'month', product: { name: 'BUSINESS' } },
      { amount: 700, currency: 'gbp', interval: 'month', product: { name: 'PRO' } },
    ],
  )
  t.equal(prices.data.length, 2)
  t.equal((await stripe.prices.retrieve(account.prices.pro)).unit_amount_decimal?.toString(), '700')
})

t.test('a customer buys PRO on the page, and comes back with the session', async (t) => {
  const customer = await stripe.customers.create({ email: 'ann@example.com' })
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    client_reference_id: 'org-1',
    line_items: [{ price: account.prices.pro, quantity: 1 }],
    success_url: 'https://t21.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://t21.example/plans?a=1&b=2',
  })
  t.match(session, {
    status: 'open',
    payment_status: 'unpaid',
    subscription: null,
    livemode: false,
  })
  t.equal(session.url, `${url}/checkout.stripe.com/c/pay/${session.id}`)

  const page = await (await fetch(session.url ?? '')).text()
  t.match(page, /this is not Stripe/)
  t.match(page, /PRO.*£7\.00 per month/)
  t.match(page, /4242 4242 4242 4242/)
  t.match(page, 'href="https://t21.example/plans?a=1&amp;b=2"')

  const reply = await press(session.url ?? '', { cardNumber: '4242 4242 4242 4242', name: 'Ann' })
  t.equal(reply.status, 303)
  t.equal(reply.headers.get('location'), `https://t21.example/done?session=${session.id}`)

  const done = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription', 'invoice.payments', 'line_items'],
  })
  t.match(done, {
    status: 'complete',
    payment_status: 'paid',
    url: null,
    client_reference_id: 'org-1',
    line_items: { data: [{ quantity: 1, amount_total: 700 }] },
    subscription: {
      status: 'active',
      customer: customer.id,
      items: { data: [{ price: { id: account.prices.pro }, quantity: 1 }] },
    },
    invoice: {
      status: 'paid',
      amount_paid: 700,
      billing_reason: 'subscription_create',
      number: /^[A-Z0-9]+-0001$/,
      payments: { data: [{ status: 'paid', amount_paid: 700 }] },
    },
  })
  t.equal((await press(session.url ?? '', { cardNumber: '4242424242424242' })).status, 410)
})

t.test('a declined card is told on the page, and buys nothing', async (t) => {
  const customer = await stripe.customers.create({ email: 'ben@example.com' })
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: account.prices.pro, quantity: 1 }],
    success_url: 'https://t21.example/done',
  })
  for (const [number, said] of [
    ['4000000000000002', 'Your card was declined.'],
    ['4000000000000341', 'Your card was declined.'],
    ['4000000000009995', 'Your card has insufficient funds.'],
    ['4111111111111111', 'used a non test card'],
    ['1', 'Your card number is incorrect.'],
  ] as const) {
    const reply = await press(session.url ?? '', { cardNumber: number })
    t.equal(reply.status, 200)
    t.match(await reply.text(), said)
  }
  t.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'open')
  t.equal(
    (await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data.length,
    0,
  )
})

t.test('the bill can be looked at, and is a PDF', async (t) => {
  const { customer } = await bought(stripe)
  const { data } = await stripe.invoices.list({ customer })
  const [invoice] = data
  t.match(await (await fetch(invoice?.hosted_invoice_url ?? '')).text(), /Total £7\.00/)
  const file = await fetch(invoice?.invoice_pdf ?? '')
  t.equal(file.headers.get('content-type'), 'application/pdf')
  const text = Buffer.from(await file.arrayBuffer()).toString('latin1')
  t.match(text, /^%PDF-1\.4/)
  t.match(text, `(Invoice ${invoice?.number} of T21 Sandbox \\(sandbox\\)) Tj`)
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
  t.ok(text.slice(start).startsWith('xref\n0 6\n'), 'the table is where the end says')
})

t.test('a page that was not used is over after a day', async (t) => {
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: account.prices.pro, quantity: 1 }],
    success_url: 'https://t21.example/done',
    cancel_url: 'https://t21.example/plans',
  })
  await control('POST', 'time', { advanceSeconds: 24 * 60 * 60 - 60 })
  t.equal((await fetch(session.url ?? '')).status, 200)
  await control('POST', 'time', { advanceSeconds: 61 })
  t.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'expired')
  const reply = await press(session.url ?? '', { cardNumber: '4242424242424242' })
  t.equal(reply.status, 410)
  t.match(await reply.text(), /expired/)
  const { data } = await stripe.events.list({ type: 'checkout.session.expired' })
  const own = data.filter(({ data: { object } }) => 'id' in object && object.id === session.id)
  t.equal(own.length, 1)
})
