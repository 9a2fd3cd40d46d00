import { isProviderFailure } from '@t21/plugin-kit'
import { scriptedHost } from '@t21/plugin-kit/testing'
import { test } from 'tap'
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
  const { host, sent } = scriptedHost(Response.json({ id: 'x' }))
  await provider.open(settings, host).send(mail)
  const [request] = sent
  t.equal(request?.headers.get('authorization'), 'Bearer re_123')
  t.equal(request?.headers.get('idempotency-key'), mail.id)
  t.match(request?.json, {
    tags: [
      { name: 't21_mail', value: mail.id },
      { name: 'template', value: 'verify-email' },
    ],
  })
})

test('what Resend says decides whether it is tried again, and when', async (t) => {
  for (const [status, name, kind] of [
    [400, 'validation_error', 'MailRefused'],
    [409, 'invalid_idempotent_request', 'MailRefused'],
    [409, 'concurrent_idempotent_requests', 'transient'],
    [403, 'validation_error', 'misconfigured'],
    [422, 'invalid_from_address', 'misconfigured'],
    [429, 'daily_quota_exceeded', 'rate_limited'],
    [503, '', 'transient'],
  ] as const) {
    const error = await refusedWith(Response.json({ name, message: 'x' }, { status }))
    const found = isProviderFailure(error) ? error.kind : (error as Error).name
    t.equal(found, kind, `${status} ${name}`)
  }
  const date = new Date('2026-11-23T12:00:00Z')
  const headers = { 'retry-after': '120', date: date.toUTCString() }
  const error = await refusedWith(new Response('', { status: 429, headers }))
  t.same(isProviderFailure(error) && error.until, new Date('2026-11-23T12:02:00Z'))
})

test('a service that is away may come back, and without a secret nothing is taken for its webhook', async (t) => {
  const transport = provider.open(settings, scriptedHost(new Error('no')).host)
  await t.rejects(transport.send(mail), { name: 'ProviderFailure', kind: 'transient' })
  t.equal(transport.webhook, undefined)
})

test('an address on Resend’s own list is one that mail comes back from; tags come in two forms', (t) => {
  const webhookSecret = 'whsec_MDEyMzQ1Njc4OQ=='
  const { host } = scriptedHost()
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

async function refusedWith(answer: Response): Promise<unknown> {
  const transport = provider.open(settings, scriptedHost(answer).host)
  return transport.send(mail).catch((cause: unknown) => cause)
}
