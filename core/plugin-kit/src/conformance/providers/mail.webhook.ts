import type { WebhookRequest } from '../../webhook.ts'
import type { MailBench, MailCheck } from './mail.check.ts'

const at = new Date('2026-11-23T12:00:00Z')
const minute = 60_000
const messageId = '0199a1c2-0000-7000-8000-000000000001'
const told = [
  { kind: 'delivered', permanent: false, address: 'a@example.com', messageId },
  { kind: 'bounced', permanent: true, address: 'b@example.com', messageId },
  { kind: 'bounced', permanent: false, address: 'c@example.com', messageId },
  { kind: 'complained', permanent: false, address: 'd@example.com', messageId },
] as const

/** What a provider tells by itself. */
export const webhookChecks: readonly MailCheck[] = [
  {
    name: 'webhook is verified',
    webhook: true,
    async run(bench, expect) {
      const { webhook, request } = signed(bench)
      expect.ok(webhook.verify(request, at), 'What the provider signed is refused.')
      for (const [what, wrong, now] of [
        ['a body with another byte', { ...request, rawBody: altered(request.rawBody) }, at],
        ['an empty body', { ...request, rawBody: new Uint8Array() }, at],
        ['no headers', { ...request, headers: {} }, at],
        ['ten minutes later', request, new Date(at.getTime() + 10 * minute)],
        ['ten minutes earlier', request, new Date(at.getTime() - 10 * minute)],
        ...Object.keys(request.headers).map(
          (name) =>
            [
              `another "${name}"`,
              { ...request, headers: { ...request.headers, [name]: 'AAAA' } },
              at,
            ] as const,
        ),
      ] as const) {
        if (what === 'another "content-type"') continue
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
      const ids = new Set<string>()
      for (const one of told) {
        const { webhook, request } = signed(bench, [one])
        const [event, ...more] = webhook.parse(request)
        expect.equal(more.length, 0, `events of one that is "${one.kind}"`)
        expect.equal(event?.kind, one.kind, 'the kind')
        expect.equal(event?.address, one.address, 'the address')
        expect.equal(event?.messageId, messageId, 'the id of the mail')
        expect.ok(
          event !== undefined && Math.abs(event.at.getTime() - at.getTime()) < 1_000,
          'when',
        )
        if (one.kind === 'bounced') expect.equal(event?.permanent, one.permanent, 'permanent')
        expect.equal(webhook.parse(request)[0]?.id, event?.id, 'the id, read again')
        ids.add(event?.id ?? '')
      }
      expect.equal(ids.size, told.length, 'different ids')
      const { webhook, request } = signed(bench)
      for (const body of [
        '',
        'null',
        '[]',
        '{}',
        '[null]',
        '{"data":null}',
        '[{"email":1}]',
        '\u0000',
      ]) {
        const rawBody = Buffer.from(body)
        expect.equal(webhook.parse({ ...request, rawBody }).length, 0, `events in ${body}`)
      }
    },
  },
]

function signed(
  { webhook, transport }: MailBench,
  events: readonly (typeof told)[number][] = [told[1]],
) {
  if (webhook === undefined || transport.webhook === undefined) {
    throw new Error('The transport was opened without what its webhook needs.')
  }
  return { webhook: transport.webhook, request: webhook(events, at) }
}

function altered(body: WebhookRequest['rawBody']): Uint8Array {
  const copy = Uint8Array.from(body)
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
  return copy
}
