import { isProviderFailure, type ProviderFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { fakeStripe, refusal, settings, type Answer } from '../test/fake-stripe.ts'
import { subscription } from '../test/objects.ts'

const what = 'POST /v1/customers/cus_1'

async function failureOf(work: Promise<unknown>): Promise<ProviderFailure> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (isProviderFailure(error)) return error
  throw new Error('A ProviderFailure was expected.', { cause: error })
}

test('each answer of Stripe is the failure that it means', async (t) => {
  const invalid = { type: 'invalid_request_error', message: 'Invalid.' }
  const rows: readonly [string, Answer, object][] = [
    [
      'a declined card',
      refusal(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
      }),
      { kind: 'declined', code: 'insufficient_funds', message: /insufficient funds/ },
    ],
    [
      'a bank that asks',
      refusal(402, {
        type: 'card_error',
        code: 'subscription_payment_intent_requires_action',
        message: 'Use the PaymentIntent.',
      }),
      { kind: 'declined', message: /cardholder to confirm/ },
    ],
    [
      'too many calls',
      refusal(429, { type: 'invalid_request_error', code: 'rate_limit' }, { 'retry-after': '7' }),
      { kind: 'rate_limited', until: Date },
    ],
    ['a wrong key', refusal(401, invalid), { kind: 'misconfigured', message: /STRIPE_SECRET_KEY/ }],
    ['a right that lacks', refusal(403, invalid), { kind: 'misconfigured', message: /may not/ }],
    [
      'the other mode',
      refusal(404, {
        ...invalid,
        code: 'resource_missing',
        param: 'customer',
        message:
          "No such customer: 'cus_1'; a similar object exists in live mode, but a test mode key was used.",
      }),
      { kind: 'misconfigured', message: /live mode/ },
    ],
    [
      'a portal that is not set up',
      refusal(400, {
        ...invalid,
        message: 'No configuration provided and your live mode default …',
      }),
      { kind: 'misconfigured' },
    ],
    [
      'a price that is gone',
      refusal(400, { ...invalid, code: 'resource_missing', param: 'line_items[0][price]' }),
      { kind: 'misconfigured' },
    ],
    [
      'a customer that is gone',
      refusal(400, { ...invalid, code: 'resource_missing', param: 'customer' }),
      { kind: 'absent', code: 'resource_missing' },
    ],
    [
      'another parameter',
      refusal(400, { ...invalid, param: 'email' }),
      { kind: 'refused', message: /req_1/ },
    ],
    [
      'a key used for something else',
      refusal(400, { type: 'idempotency_error', message: 'Keys for idempotent requests …' }),
      { kind: 'refused' },
    ],
    ['a fault', refusal(500, { type: 'api_error', message: 'Oops' }), { kind: 'transient' }],
    ['an answer that is no JSON', { status: 502, body: '<html>' }, { kind: 'transient' }],
    [
      'a redirection',
      { status: 302, body: '', headers: { location: 'https://x.example' } },
      { kind: 'transient' },
    ],
  ]
  for (const [name, answer, wanted] of rows) {
    const { billing } = await fakeStripe(t, { [what]: answer })
    const failure = await failureOf(billing.updateCustomer('cus_1', { name: 'Ada' }))
    t.match(failure, { name: 'ProviderFailure', ...wanted }, name)
  }
})

test('no message has a secret in it', async (t) => {
  for (const status of [400, 401, 402, 403, 404, 500]) {
    const message = `Invalid API Key provided: ${settings.secretKey}, or sk_test_****c3d4`
    const { billing } = await fakeStripe(t, {
      [what]: refusal(status, { type: 'invalid_request_error', message }),
    })
    const failure = await failureOf(billing.updateCustomer('cus_1', { name: 'Ada' }))
    t.notMatch(failure.message, /sk_test/, String(status))
    t.notMatch(JSON.stringify(failure.cause ?? ''), /sk_test/)
  }
})

test('what is repeated has the same key, and is repeated once', async (t) => {
  for (const first of ['cut', refusal(409, { code: 'idempotency_key_in_use' })] as const) {
    const made = { id: 'cus_1', object: 'customer' }
    const { billing, calls } = await fakeStripe(t, {
      'POST /v1/customers': [first, made],
      [what]: made,
    })
    const customer = { reference: 'o1', email: 'ada@example.com', name: 'Ada' }
    t.same(await billing.createCustomer(customer, { idempotencyKey: 'customer-o1' }), {
      id: 'cus_1',
    })
    const keys = calls
      .filter(({ what: called }) => called === 'POST /v1/customers')
      .map(({ headers }) => headers['idempotency-key'])
    t.same(keys, ['customer-o1', 'customer-o1'])
  }
  const { billing, calls } = await fakeStripe(t, { [what]: refusal(500, {}) })
  await failureOf(billing.updateCustomer('cus_1', { name: 'Ada' }))
  t.equal(calls.length, 2)
})

test('a server that says nothing is given up within 15 seconds', { timeout: 60_000 }, async (t) => {
  const { billing } = await fakeStripe(t, {
    [what]: 'hang',
    'GET /v1/subscriptions/sub_1': subscription(),
    'POST /v1/subscriptions/sub_1': 'hang',
  })
  const began = Date.now()
  const change = { subscriptionId: 'sub_1', plan: 'BUSINESS', at: new Date() }
  const failures = await Promise.all([
    failureOf(billing.updateCustomer('cus_1', { name: 'Ada' })),
    failureOf(billing.changePlan(change, { idempotencyKey: 'change-1' })),
  ])
  t.match(failures, [{ kind: 'transient' }, { kind: 'transient' }])
  t.ok(Date.now() - began < 18_000, `${Date.now() - began} ms`)
})
