import fc from 'fast-check'
import type { Webhook, WebhookRequest } from '../../webhook.ts'
import type { Bench } from '../bench/bench.ts'
import type { ReceivedWebhook } from '../bench/file-server.ts'
import { asConnector } from '../bench/guard.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import { registerCallback, waitForWebhooks } from './webhooks.callback.ts'
import { walk } from './walk.ts'

type Settings = Readonly<Record<string, unknown>>

const kinds = ['post_changed', 'account_changed', 'grant_revoked', 'data_deletion']

/** What the network really sent is genuine, and nothing else is; what cannot be read is no event. */
export const webhooks: Check = {
  name: 'webhooks',
  absent({ options: { connector } }) {
    return connector.webhook === undefined ? 'The connector has no "webhook".' : undefined
  },
  async run(bench, report) {
    const { webhook } = bench.options.connector
    if (webhook === undefined) return
    const passed = await registerCallback(bench, webhook)
    report.ok(passed, "The connector does not answer the network's handshake as it must.")
    if (!passed) return
    const sent = await sentByTheNetwork(bench)
    report.ok(sent.length > 0, 'The emulation sent no webhook for any case.')
    if (sent.length === 0) return
    // One of each form is enough to flip all of its bytes.
    for (const one of Map.groupBy(sent, ({ rawBody }) => rawBody.length).values()) {
      const [first] = one
      if (first !== undefined) checkOne(bench, webhook, first, report)
    }
    checkParse(webhook, sent, report)
  },
}

async function sentByTheNetwork(bench: Bench): Promise<readonly ReceivedWebhook[]> {
  bench.files.received.length = 0
  for (const draft of bench.options.cases) {
    // As T21 does as soon as an account is connected.
    const { account, webhook } = bench.options.connector
    const { session } = await walk(bench, draft, undefined, async (fresh) => {
      await fresh.verb('account', async () => account?.(fresh.call()))
      const callback = { url: `${bench.files.url}/webhook` }
      await fresh.verb('subscribe', async () => webhook?.subscribe?.(fresh.call(), callback))
    })
    // What is on its way is signed with the time before the clock moves.
    await waitForWebhooks(bench)
    await session.advance(900)
    await waitForWebhooks(bench)
  }
  await bench.options.webhooks?.provoke?.((url, init) =>
    fetch(bench.hosts.browser(url), { redirect: 'manual', ...init }),
  )
  await waitForWebhooks(bench)
  await bench.control.callback(null)
  return [...bench.files.received]
}

function checkOne(
  bench: Bench,
  webhook: Webhook<Settings>,
  { headers, rawBody, at: now }: ReceivedWebhook,
  report: Report,
): void {
  const request: WebhookRequest = { method: 'POST', query: {}, headers, rawBody }
  const { settings } = bench
  const body = Buffer.from(rawBody).toString('utf8').slice(0, 120)
  function verify(changed: WebhookRequest, under = settings, at = now): boolean {
    return asConnector('verify', () => webhook.verify(changed, under, at))
  }

  report.ok(verify(request), `"verify" refuses what the network sent: ${body}`)
  let flipped = 0
  for (let at = 0; at < rawBody.length; at += 1) {
    const bytes = Uint8Array.from(rawBody)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    if (verify({ ...request, rawBody: bytes })) flipped += 1
  }
  report.ok(flipped === 0, `"verify" takes a body with a changed byte (${flipped} places): ${body}`)
  const longer = Buffer.concat([rawBody, Buffer.from(' ')])
  report.ok(!verify({ ...request, rawBody: longer }), `"verify" takes a longer body: ${body}`)
  const others = Object.entries(settings).map(([name, value]) => [
    name,
    /secret/i.test(name) ? `${String(value)}x` : value,
  ])
  report.ok(
    !verify(request, Object.fromEntries(others) as Settings),
    '"verify" takes a signature with other secrets.',
  )
  // Where the signature stands in the body, its bytes were flipped above.
  if (Object.keys(headers).some((name) => /signature/i.test(name))) {
    checkHeaders(request, verify, report)
  }
  if (bench.options.webhooks?.signsTime === false) return
  const muchLater = new Date(now.getTime() + 24 * 3_600_000)
  report.ok(!verify(request, settings, muchLater), '"verify" takes a webhook of yesterday.')
}

function checkHeaders(
  request: WebhookRequest,
  verify: (changed: WebhookRequest) => boolean,
  report: Report,
): void {
  const { headers } = request
  report.ok(!verify({ ...request, headers: {} }), '"verify" takes a webhook without a signature.')
  // All of them, since some networks sign twice.
  for (const [how, change] of [
    ['changed', swapped],
    ['cut', (value: string) => value.slice(0, -2)],
    ['empty', () => ''],
  ] as const) {
    const changed = Object.entries(headers).map(([name, value]) => [
      name,
      /signature/i.test(name) ? change(value) : value,
    ])
    report.ok(
      !verify({ ...request, headers: Object.fromEntries(changed) as typeof headers }),
      `"verify" takes a signature that was ${how}.`,
    )
  }
}

/** Another character in the middle of the signature itself. */
function swapped(value: string): string {
  const at = (/[0-9a-zA-Z+/]{20,}/.exec(value)?.index ?? 0) + 6
  return value.slice(0, at) + (value[at] === '0' ? '1' : '0') + value.slice(at + 1)
}

/** Whatever comes, `parse` answers with events or none. */
function checkParse(
  webhook: Webhook<Settings>,
  sent: readonly ReceivedWebhook[],
  report: Report,
): void {
  const real = sent.map(({ rawBody }) => Buffer.from(rawBody).toString('utf8'))
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    fc
      .constantFrom(...real)
      .chain((body) =>
        fc
          .tuple(fc.nat(body.length), fc.nat(20), fc.string({ maxLength: 5 }))
          .map(([at, gone, put]) => Buffer.from(body.slice(0, at) + put + body.slice(at + gone))),
      ),
    // The network's own form, with other things in it.
    fc
      .constantFrom(...real)
      .chain((body) =>
        fc
          .tuple(fc.constant(body), fc.jsonValue())
          .map(([text, value]) => Buffer.from(replaceOne(text, value))),
      ),
  )
  const result = fc.check(
    fc.property(bodies, (rawBody) => {
      const events = asConnector('parse', () =>
        webhook.parse({ method: 'POST', query: {}, headers: {}, rawBody }),
      )
      return Array.isArray(events) && events.every(({ kind }) => kinds.includes(kind))
    }),
    { numRuns: 400 },
  )
  const [example] = result.counterexample ?? []
  report.ok(
    !result.failed,
    `"parse" throws, or answers with what is no event: ${example?.toString('utf8')} ${wordsOf(result.errorInstance ?? '')}`,
  )
  for (const body of real) {
    const request = { method: 'POST', query: {}, headers: {}, rawBody: Buffer.from(body) } as const
    report.ok(
      webhook.handshake === undefined || webhook.handshake(request, {}) === null,
      '"handshake" must answer null to a webhook.',
    )
  }
}

/** The same JSON with another value at the first place that has one. */
function replaceOne(text: string, value: unknown): string {
  try {
    const json = JSON.parse(text) as Record<string, unknown>
    const names = Object.keys(json)
    const name = names[text.length % Math.max(1, names.length)] ?? 'x'
    return JSON.stringify({ ...json, [name]: value })
  } catch {
    return JSON.stringify(value)
  }
}
