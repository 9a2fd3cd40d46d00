import type { Billing, BillingEvent } from '../../billing.ts'
import type { ReceivedWebhook } from '../../sandbox/receive-webhooks.ts'
import type { WebhookRequest } from '../../webhook.ts'
import type { BillingBench } from './billing.bench.ts'
import type { BillingCheck } from './billing.check.ts'

/** Webhooks: the provider's own are taken, and nothing that only looks like one. */
export const webhookChecks: readonly BillingCheck[] = [
  {
    name: 'a purchase is told by webhooks that hold, of the customer and what it is about',
    async run({ billing, expect, options, subscriber, eventually }) {
      const { id, customerId } = await subscriber()
      const ofCustomer = async () =>
        eventsIn(billing, await options.webhooks()).filter(
          (event) => event.customerId === customerId,
        )
      const told = await eventually(ofCustomer, (events) =>
        ['subscription', 'invoice'].every((kind) => events.some((event) => event.kind === kind)),
      )
      const bill = (await billing.invoicesOf(customerId, null)).items[0]?.id
      for (const [kind, objectId] of [
        ['subscription', id],
        ['invoice', bill],
      ]) {
        expect.ok(
          told.some((event) => event.kind === kind && event.objectId === objectId),
          `the ${kind} is told of`,
        )
      }
      for (const { request, at } of await options.webhooks()) {
        expect.ok(billing.webhook.verify(request, at), 'a webhook of the provider holds')
      }
    },
  },
  {
    name: 'the same webhook says the same, under the same id',
    async run(bench) {
      const { billing, expect } = bench
      const webhooks = await webhooksOf(bench)
      for (const { request } of webhooks) {
        const [one, other] = [billing.webhook.parse(request), billing.webhook.parse(request)]
        expect.equal(other, one, 'what it says the second time')
      }
      const ids = eventsIn(billing, webhooks).map((event) => event.id)
      expect.ok(ids.length > 0 && ids.every((id) => id !== ''), 'events have ids')
      expect.equal(new Set(ids).size, ids.length, 'events that share an id')
    },
  },
  {
    name: 'a webhook that was changed, or comes at another time, does not hold',
    async run(bench) {
      const { billing, expect } = bench
      const [received] = (await webhooksOf(bench)).filter(
        ({ request }) => billing.webhook.parse(request).length > 0,
      )
      if (received === undefined) throw new Error('There is no webhook to be changed.')
      const { request, at } = received
      for (const [form, forged] of Object.entries(forgeriesOf(request))) {
        expect.equal(billing.webhook.verify(forged, at), false, form)
      }
      for (const seconds of [-86_400, -330, 330, 86_400]) {
        const now = new Date(at.getTime() + seconds * 1000)
        expect.equal(billing.webhook.verify(request, now), false, `${seconds} seconds later`)
      }
    },
  },
  {
    name: 'what is no webhook says nothing and harms nobody',
    async run({ billing, expect }) {
      for (const body of ['', 'null', '{', '[]', '"text"', '{"data":{"object":7}}', '\0\u{ff}']) {
        const request: WebhookRequest = {
          method: 'POST',
          query: {},
          headers: {},
          rawBody: Buffer.from(body, 'latin1'),
        }
        expect.equal(billing.webhook.parse(request), [], JSON.stringify(body))
        expect.equal(billing.webhook.verify(request, new Date()), false, JSON.stringify(body))
      }
    },
  },
]

/** Bodies and headers that nobody signed. */
function forgeriesOf(request: WebhookRequest): Readonly<Record<string, WebhookRequest>> {
  const body = Buffer.from(request.rawBody)
  const changed = Buffer.from(body)
  changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
  const text = body.toString('utf8')
  const headers = Object.entries(request.headers).filter(([, value]) => value !== '')
  return {
    'one bit of the body': { ...request, rawBody: changed },
    'a byte more': { ...request, rawBody: Buffer.concat([body, Buffer.from(' ')]) },
    'a byte less': { ...request, rawBody: body.subarray(0, -1) },
    'a mark before the body': {
      ...request,
      rawBody: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    },
    'the body twice': { ...request, rawBody: Buffer.concat([body, body]) },
    'no body': { ...request, rawBody: new Uint8Array() },
    'another body': { ...request, rawBody: Buffer.from(text.replaceAll(/\d/g, '7')) },
    'no headers': { ...request, headers: {} },
    'empty headers': {
      ...request,
      headers: Object.fromEntries(headers.map(([name]) => [name, ''])),
    },
    'headers in other letters': {
      ...request,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, swapped(value)])),
    },
    'headers cut short': {
      ...request,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, value.slice(0, -1)])),
    },
    'a question': { ...request, method: 'GET' },
  }
}

/** Digits and letters of hexadecimal and base 64, each another one. */
function swapped(value: string): string {
  return value.replaceAll(/[0-9a-f]/g, (digit) => (digit === '0' ? '1' : '0'))
}

function eventsIn(billing: Billing, webhooks: readonly ReceivedWebhook[]): readonly BillingEvent[] {
  return webhooks.flatMap(({ request }) => billing.webhook.parse(request))
}

async function webhooksOf({
  eventually,
  options,
}: BillingBench): Promise<readonly ReceivedWebhook[]> {
  return eventually(
    () => options.webhooks(),
    ({ length }) => length > 0,
  )
}
