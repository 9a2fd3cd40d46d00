import { setTimeout } from 'node:timers/promises'
import type { MailEvent, MailMessage } from '../../mail.ts'
import type { ReceivedWebhook } from '../../sandbox/receive-webhooks.ts'
import type { WebhookRequest } from '../../webhook.ts'
import type { MailBench, MailCheck, MailFate } from './mail.check.ts'
import { mail } from './mail.send.ts'

const minute = 60_000
const patienceMilliseconds = 10_000
/** Moments are told in whole seconds, and webhooks come later than what they tell of. */
const toleranceMilliseconds = 5_000

const wanted: Readonly<Record<MailFate, Pick<MailEvent, 'kind' | 'permanent'>>> = {
  delivered: { kind: 'delivered', permanent: false },
  bounced: { kind: 'bounced', permanent: true },
  'bounced for now': { kind: 'bounced', permanent: false },
  complained: { kind: 'complained', permanent: false },
}

/** What a provider tells by itself. */
export const webhookChecks: readonly MailCheck[] = [
  {
    name: 'webhook is verified',
    webhook: true,
    async run(bench, expect) {
      const { request, at } = await toldOf(bench, 'bounced')
      const { webhook, signedHeaders } = webhooksOf(bench)
      const { headers, rawBody } = request
      expect.ok(webhook.verify(request, at), 'What the provider signed is refused.')
      for (const [what, wrong, now] of [
        ['a body with another byte', { ...request, rawBody: altered(rawBody) }, at],
        ['an empty body', { ...request, rawBody: new Uint8Array() }, at],
        ['no headers', { ...request, headers: {} }, at],
        ['ten minutes later', request, new Date(at.getTime() + 10 * minute)],
        ['ten minutes earlier', request, new Date(at.getTime() - 10 * minute)],
        ...signedHeaders.map(
          (name) =>
            [
              `another "${name}"`,
              { ...request, headers: { ...headers, [name]: 'AAAA' } },
              at,
            ] as const,
        ),
      ] as const) {
        expect.ok(!webhook.verify(wrong, now), `It is taken with ${what}.`)
      }
      expect.ok(
        webhook.verify(request, new Date(at.getTime() + minute)),
        'A minute on the way is too long.',
      )
    },
  },
  {
    name: 'webhook is understood',
    webhook: true,
    async run(bench, expect) {
      const { webhook, addresses } = webhooksOf(bench)
      const fates = Object.keys(wanted) as MailFate[]
      const told = await Promise.all(
        fates.map(async (fate) => [fate, await toldOf(bench, fate)] as const),
      )
      for (const [fate, { request, at, event }] of told) {
        expect.equal(event.kind, wanted[fate].kind, `the kind of what is "${fate}"`)
        expect.equal(event.address, addresses[fate], 'the address')
        const late = Math.abs(at.getTime() - event.at.getTime())
        expect.ok(late < toleranceMilliseconds, `when: ${event.at.toISOString()}`)
        if (event.kind === 'bounced') {
          expect.equal(event.permanent, wanted[fate].permanent, `whether "${fate}" is for good`)
        }
        expect.equal(webhook.parse(request), webhook.parse(request), 'what is read again')
      }
      const ids = webhooksOf(bench)
        .received()
        .flatMap(({ request }) => webhook.parse(request).map(({ id }) => id))
      expect.equal(new Set(ids).size, ids.length, 'different ids')
      for (const body of strange) {
        const request = { ...told[0]?.[1].request, rawBody: Buffer.from(body) } as WebhookRequest
        expect.equal(webhook.parse(request).length, 0, `events in ${body}`)
      }
    },
  },
]

const strange = ['', 'null', '[]', '{}', '[null]', '{"data":null}', '[{"email":1}]', '\u0000']

/** Sends a mail that ends so. @returns what the provider told of its end. @throws Error where it tells nothing in time */
async function toldOf(
  bench: MailBench,
  fate: MailFate,
): Promise<ReceivedWebhook & { readonly event: MailEvent }> {
  const { webhook, addresses, received } = webhooksOf(bench)
  const sent: MailMessage = mail({ to: addresses[fate] })
  await bench.transport.send(sent)
  const end = performance.now() + patienceMilliseconds
  for (;;) {
    for (const one of received()) {
      const event = webhook
        .parse(one.request)
        .find(({ kind, messageId }) => messageId === sent.id && kind === wanted[fate].kind)
      if (event !== undefined) return { ...one, event }
    }
    if (performance.now() > end) throw new Error(`That a mail was ${fate} is not told.`)
    await setTimeout(50)
  }
}

function webhooksOf({ webhooks, transport: { webhook } }: MailBench) {
  if (webhooks === undefined || webhook === undefined) {
    throw new Error('The transport was opened without what its webhook needs.')
  }
  return { ...webhooks, webhook }
}

function altered(body: WebhookRequest['rawBody']): Uint8Array {
  const copy = Uint8Array.from(body)
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
  return copy
}
