import { isProviderFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { fakeSendGrid } from '../test/fake-sendgrid.ts'
import { provider } from './index.ts'

const settings = { apiKey: 'SG.123', region: 'global' } as const
const mail = {
  id: '0199a1c2-0000-7000-8000-000000000001',
  from: 'T21 <hello@t21.example>',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'There',
  tag: 'verify-email',
}

test('a mail is handed in with its id, and nothing in it is tracked', async (t) => {
  const { host, asked } = await fakeSendGrid(t)
  await provider.open(settings, host).send(mail)
  t.match(asked, [
    {
      headers: { authorization: 'Bearer SG.123' },
      body: {
        from: { email: 'hello@t21.example', name: 'T21' },
        custom_args: { t21_mail: mail.id },
        categories: ['verify-email'],
        tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
      },
    },
  ])
  await provider.open(settings, host).send({ ...mail, from: 'hello@t21.example' })
  t.same(asked[1]?.body.from, { email: 'hello@t21.example' })
})

test('what SendGrid says decides whether it is tried again, and when', async (t) => {
  const { host, say } = await fakeSendGrid(t)
  const transport = provider.open(settings, host)
  for (const [status, field, kind] of [
    [400, 'content', 'MailRefused'],
    [413, null, 'MailRefused'],
    [400, 'from.email', 'misconfigured'],
    [403, 'from', 'misconfigured'],
    [429, null, 'rate_limited'],
    [500, null, 'transient'],
  ] as const) {
    say({ status, errors: [{ message: 'x', field }] })
    const error = await transport.send(mail).catch((cause: unknown) => cause)
    const found = isProviderFailure(error) ? error.kind : (error as Error).name
    t.equal(found, kind, `${status} ${field}`)
  }
  const reset = Math.floor(Date.now() / 1_000) + 60
  say({ status: 429, headers: { 'x-ratelimit-reset': String(reset) } })
  const error = await transport.send(mail).catch((cause: unknown) => cause)
  t.same(isProviderFailure(error) && error.until, new Date(reset * 1_000))
})

test('the region decides the host, and a key that is none is named', (t) => {
  const host = { fetch, browserUrl: (url: string) => url }
  const hosts = provider.hosts as (known: object) => readonly string[]
  t.same(hosts({ ...settings, region: 'eu' }), ['https://api.eu.sendgrid.com'])
  t.same(hosts(settings), ['https://api.sendgrid.com'])
  for (const webhookPublicKey of ['x', 'MFkwEwYHKoZIzj0CAQYI']) {
    t.throws(() => provider.open({ ...settings, webhookPublicKey }, host), {
      message: /SENDGRID_WEBHOOK_PUBLIC_KEY/,
    })
  }
  t.equal(provider.open(settings, host).webhook, undefined)
  t.end()
})
