import { errorOf } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { account } from './api/account.ts'
import { started } from './support/client.ts'

const { stripe, url, control, client } = await started(t)

async function raw(method: string, path: string, body?: string, headers: object = {}) {
  const response = await fetch(`${url}/api.stripe.com/v1${path}`, {
    method,
    ...(body !== undefined && { body }),
    headers: {
      authorization: `Bearer ${account.secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
  })
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as object,
  }
}

t.test(
  'no key, a wrong one and a publishable one are refused; Basic is as good as Bearer',
  async (t) => {
    const wrong = await errorOf(client('sk_test_of_somebody_else').customers.list())
    t.match(wrong, {
      type: 'StripeAuthenticationError',
      statusCode: 401,
      message: /^Invalid API Key provided: sk_test_\*+else$/,
      requestId: /^req_\w{14}$/,
    })
    const published = await raw('GET', '/customers', undefined, {
      authorization: 'Bearer pk_test_1',
    })
    t.match(published, { status: 401, json: { error: { code: 'secret_key_required' } } })
    const none = await raw('GET', '/customers', undefined, { authorization: '' })
    t.match(none, { status: 401, json: { error: { type: 'invalid_request_error' } } })
    const basic = `Basic ${Buffer.from(`${account.secretKey}:`).toString('base64')}`
    t.equal((await raw('GET', '/customers', undefined, { authorization: basic })).status, 200)
  },
)

t.test('what Stripe would refuse is refused, and the parameter is named', async (t) => {
  const refusals = [
    ['POST', '/customers', 'nam=Ann', 400, 'parameter_unknown', 'nam'],
    ['POST', '/customers', 'email=ann', 400, 'email_invalid', 'email'],
    ['POST', '/checkout/sessions', 'mode=subscription', 400, 'parameter_missing', 'success_url'],
    ['GET', '/customers?limit=ten', undefined, 400, 'parameter_invalid_integer', 'limit'],
    ['GET', '/customers?limit=101', undefined, 400, 'parameter_invalid_integer', 'limit'],
    [
      'GET',
      '/customers?starting_after=cus_none',
      undefined,
      400,
      'resource_missing',
      'starting_after',
    ],
    ['GET', '/customers/cus_none', undefined, 404, 'resource_missing', 'id'],
    ['GET', '/subscriptions/sub_none', undefined, 404, 'resource_missing', 'id'],
    ['POST', '/billing_portal/sessions', 'customer=cus_none', 400, 'resource_missing', 'customer'],
    ['POST', '/products', 'name=', 400, 'parameter_invalid_empty', 'name'],
  ] as const
  for (const [method, path, body, status, code, param] of refusals) {
    const { json, ...answer } = await raw(method, path, body)
    t.match(
      { ...answer, json },
      { status, json: { error: { type: 'invalid_request_error', code, param } } },
      `${method} ${path} ${body}`,
    )
  }
  t.match(await raw('GET', '/nothing'), {
    status: 404,
    json: { error: { message: /^Unrecognized request URL/ } },
  })
  t.match(await raw('POST', '/customers', '{}', { 'content-type': 'application/json' }), {
    status: 400,
  })
  t.match(await raw('GET', '/customers', undefined, { 'stripe-version': '2019-02-11' }), {
    status: 400,
  })
  t.match(
    await errorOf(stripe.checkout.sessions.create({ mode: 'subscription', success_url: '/done' })),
    {
      type: 'StripeInvalidRequestError',
      code: 'url_invalid',
      param: 'success_url',
    },
  )
})

t.test(
  'prices that are none, that are not repeated, or that are over, cannot be bought',
  async (t) => {
    const product = await stripe.products.create({ name: 'A mug' })
    const once = await stripe.prices.create({
      product: product.id,
      currency: 'gbp',
      unit_amount: 900,
    })
    const old = await stripe.prices.create({
      product: product.id,
      currency: 'gbp',
      unit_amount: 900,
      recurring: { interval: 'month' },
    })
    await stripe.prices.update(old.id, { active: false })
    for (const [price, message] of [
      ['price_none', /No such price/],
      [once.id, /type=one_time/],
      [old.id, /inactive/],
    ] as const) {
      const session = { mode: 'subscription', success_url: 'https://t21.example' } as const
      const error = await errorOf(
        stripe.checkout.sessions.create({ ...session, line_items: [{ price, quantity: 1 }] }),
      )
      t.match(error, { param: 'line_items[0][price]', message })
    }
  },
)

t.test('metadata is merged, cleared key by key, and found by search', async (t) => {
  const { id } = await stripe.customers.create({ metadata: { organization: "o'1", plan: 'PRO' } })
  const changed = await stripe.customers.update(id, { metadata: { plan: '', more: 'x' } })
  t.same(changed.metadata, { organization: "o'1", more: 'x' })
  const search = (query: string) => stripe.customers.search({ query })
  t.match((await search(`metadata['organization']:'o\\'1'`)).data, [{ id }])
  t.equal((await search(`metadata["organization"]:"o'2"`)).data.length, 0)
  t.equal((await search(`metadata['more']:'x' AND -metadata['organization']:null`)).data.length, 1)
  t.match(await errorOf(search('organization is 1')), { param: 'query' })
  await control('POST', 'faults', {
    network: 'stripe',
    operation: 'search_customers',
    fault: 'delayed_visibility',
  })
  t.equal((await search(`metadata['more']:'x'`)).data.length, 0, 'search may lag')
  t.same((await stripe.customers.update(id, { metadata: '' })).metadata, {})
})

t.test('a customer who was deleted is a shadow, and whatever runs for them ends', async (t) => {
  const { id } = await stripe.customers.create({ payment_method: 'pm_card_visa' })
  const { data } = await stripe.customers.listPaymentMethods(id)
  const method = data[0]?.id ?? ''
  const wish = {
    customer: id,
    items: [{ price: account.prices.pro }],
    default_payment_method: method,
  }
  const subscription = await stripe.subscriptions.create(wish)
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: id,
    line_items: [{ price: account.prices.pro, quantity: 1 }],
    success_url: 'https://t21.example',
  })
  t.same({ ...(await stripe.customers.del(id)) }, { id, object: 'customer', deleted: true })
  t.match(await stripe.customers.retrieve(id), { id, deleted: true })
  t.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'canceled')
  t.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'expired')
  const { data: told } = await stripe.events.list({ type: 'customer.deleted' })
  t.match(told, [{ data: { object: { id } } }])
  t.match(await errorOf(stripe.customers.update(id, { name: 'Ann' })), { statusCode: 404 })
  t.match(await errorOf(stripe.customers.del(id)), { code: 'resource_missing' })
})

t.test('lists are read page by page, in both directions, with all that is in them', async (t) => {
  const { data: before } = await stripe.customers.list({ limit: 100 })
  const made: string[] = []
  for (const index of [1, 2, 3, 4, 5]) {
    made.unshift((await stripe.customers.create({ email: `list${index}@example.com` })).id)
  }
  const first = await stripe.customers.list({ limit: 2 })
  t.match(
    { ...first, ids: first.data.map(({ id }) => id) },
    { has_more: true, ids: made.slice(0, 2), url: '/v1/customers' },
  )
  const back = await stripe.customers.list({ limit: 2, ending_before: made[4] ?? '' })
  t.same(
    back.data.map(({ id }) => id),
    made.slice(2, 4),
  )
  const all: string[] = []
  for await (const { id } of stripe.customers.list({ limit: 2 })) all.push(id)
  t.same(all, [...made, ...before.map(({ id }) => id)])
  t.match(await stripe.customers.list({ email: 'list3@example.com' }), {
    has_more: false,
    data: { length: 1 },
  })
  const later = Math.floor(Date.now() / 1000) + 60
  t.equal((await stripe.customers.list({ created: { gt: later } })).data.length, 0)
  t.equal((await stripe.customers.list({ created: { lte: later }, limit: 3 })).data.length, 3)
})

t.test('the same key gives the first answer, and goes with no other parameters', async (t) => {
  const once = { idempotencyKey: 'customer-of-org-1' }
  const first = await stripe.customers.create({ name: 'Ann' }, once)
  const second = await stripe.customers.create({ name: 'Ann' }, once)
  t.equal(second.id, first.id)
  const replayed = await raw('POST', '/customers', 'name=Ann', {
    'idempotency-key': once.idempotencyKey,
  })
  t.match(replayed.json, { id: first.id })
  t.equal(replayed.headers.get('idempotent-replayed'), 'true')
  t.equal(replayed.headers.get('original-request'), first.lastResponse.requestId)
  t.not(replayed.headers.get('request-id'), first.lastResponse.requestId)
  t.match(await errorOf(stripe.customers.create({ name: 'Ben' }, once)), {
    type: 'StripeIdempotencyError',
    statusCode: 400,
  })
  await control('POST', 'time', { advanceSeconds: 24 * 60 * 60 + 1 })
  t.not((await stripe.customers.create({ name: 'Ann' }, once)).id, first.id)
})

t.test(
  'nothing is kept of parameters that are wrong; a refusal of the thing itself is',
  async (t) => {
    const wrong = { idempotencyKey: 'wrong-first' }
    await errorOf(
      stripe.customers.create({ email: 7 as unknown as string, wrong: 1 } as object, wrong),
    )
    t.ok(await stripe.customers.create({ name: 'Ann' }, wrong))
    const gone = { idempotencyKey: 'gone' }
    const portal = { customer: 'cus_none', return_url: 'https://t21.example' }
    const first = await errorOf(stripe.billingPortal.sessions.create(portal, gone))
    const again = await errorOf(stripe.billingPortal.sessions.create(portal, gone))
    t.match(first, { code: 'resource_missing' })
    t.match(again, { code: 'resource_missing', headers: { 'idempotent-replayed': 'true' } })
  },
)

t.test('a 500 is kept for its key, and two at once are one', async (t) => {
  const once = { idempotencyKey: 'unlucky' }
  const fault = { network: 'stripe', operation: 'create_customer' }
  await control('POST', 'faults', { ...fault, fault: 'error_500_after' })
  t.match(await errorOf(stripe.customers.create({ name: 'Unlucky' }, once)), {
    type: 'StripeAPIError',
  })
  const again = await errorOf(stripe.customers.create({ name: 'Unlucky' }, once))
  t.match(again, { statusCode: 500, headers: { 'idempotent-replayed': 'true' } })
  t.match((await stripe.customers.search({ query: 'name:"Unlucky"' })).data, { length: 1 })

  await control('POST', 'faults', { ...fault, fault: 'processing_slow' })
  const key = { idempotencyKey: 'twins' }
  const twins = await Promise.allSettled([
    stripe.customers.create({ name: 'Twin' }, key),
    stripe.customers.create({ name: 'Twin' }, key),
  ])
  const refused = twins.find(({ status }) => status === 'rejected')
  t.match(refused, { reason: { statusCode: 409, code: 'idempotency_key_in_use' } })
  t.match((await stripe.customers.search({ query: 'name:"Twin"' })).data, { length: 1 })
})

t.test('limits and dead keys are told in the classes of the client', async (t) => {
  const fault = { network: 'stripe', operation: 'list_customers' }
  await control('POST', 'faults', { ...fault, fault: 'rate_limited' })
  t.match(await errorOf(stripe.customers.list()), { type: 'StripeRateLimitError', statusCode: 429 })
  await control('POST', 'faults', { ...fault, fault: 'token_dead' })
  t.match(await errorOf(stripe.customers.list()), { type: 'StripeAuthenticationError' })
})

t.test('only what can be expanded is expanded', async (t) => {
  const { id } = await stripe.customers.create({})
  t.match(await errorOf(stripe.customers.retrieve(id, { expand: ['nothing'] })), {
    message: /This property cannot be expanded \(nothing\)/,
  })
  const found = await stripe.customers.retrieve(id, { expand: ['subscriptions'] })
  t.match(found, { subscriptions: { object: 'list', data: { length: 0 } } })
})
