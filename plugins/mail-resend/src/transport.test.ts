import { isProviderFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { fakeResend } from '../test/fake-resend.ts'
import { provider } from './index.ts'

const settings = { apiKey: 're_123' }
const mail = {
  id: '0199a1c2-0000-7000-8000-000000000001',
  from: 'T21 <hello@t21.example>',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'There',
  tag: 'verify-email',
}

test('a mail is handed in with its id as the key, and as a tag', async (t) => {
  const { host, asked } = await fakeResend(t)
  await provider.open(settings, host).send(mail)
  t.match(asked, [
    {
      headers: { authorization: 'Bearer re_123', 'idempotency-key': mail.id },
      body: {
        tags: [
          { name: 't21_mail', value: mail.id },
          { name: 'template', value: 'verify-email' },
        ],
      },
    },
  ])
})

test('what Resend says decides whether it is tried again, and when', async (t) => {
  const { host, say } = await fakeResend(t)
  const transport = provider.open(settings, host)
  for (const [status, name, kind] of [
    [400, 'validation_error', 'MailRefused'],
    [409, 'invalid_idempotent_request', 'MailRefused'],
    [409, 'concurrent_idempotent_requests', 'transient'],
    [403, 'validation_error', 'misconfigured'],
    [422, 'invalid_from_address', 'misconfigured'],
    [429, 'daily_quota_exceeded', 'rate_limited'],
    [503, '', 'transient'],
  ] as const) {
    say({ status, body: { name, message: 'x' } })
    const error = await transport.send(mail).catch((cause: unknown) => cause)
    const found = isProviderFailure(error) ? error.kind : (error as Error).name
    t.equal(found, kind, `${status} ${name}`)
  }
  say({ status: 429, headers: { 'retry-after': '120' } })
  const error = await transport.send(mail).catch((cause: unknown) => cause)
  const wait = isProviderFailure(error) ? (error.until?.getTime() ?? 0) - Date.now() : 0
  t.ok(wait > 110_000 && wait <= 120_000, String(wait))
})

test('a service that is away may come back, and without a secret nothing is taken for its webhook', async (t) => {
  const host = { fetch: () => Promise.reject(new Error('no')), browserUrl: (url: string) => url }
  const transport = provider.open(settings, host)
  await t.rejects(transport.send(mail), { name: 'ProviderFailure', kind: 'transient' })
  t.equal(transport.webhook, undefined)
})

test('an address on Resend’s own list is one that mail comes back from; tags come in two forms', (t) => {
  const webhookSecret = 'whsec_MDEyMzQ1Njc4OQ=='
  const host = { fetch, browserUrl: (url: string) => url }
  const { webhook } = provider.open({ ...settings, webhookSecret }, host)
  const parse = (type: string, tags: unknown) =>
    webhook?.parse({
      method: 'POST',
      query: {},
      headers: { 'svix-id': 'msg_1' },
      rawBody: Buffer.from(
        JSON.stringify({
          type,
          created_at: '2026-11-23T12:00:00Z',
          data: { to: ['ada@example.com'], tags },
        }),
      ),
    })
  t.match(parse('email.suppressed', [{ name: 't21_mail', value: 'x' }]), [
    { kind: 'bounced', permanent: true, address: 'ada@example.com', messageId: 'x' },
  ])
  t.match(parse('email.opened', {}), { length: 0 })
  t.end()
})
