import { isProviderFailure } from '@t21/plugin-kit'
import { scriptedHost } from '@t21/plugin-kit/testing'
import { test } from 'tap'
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
  const taken = () => new Response(null, { status: 202 })
  const { host, sent } = scriptedHost(taken(), taken())
  const transport = provider.open(settings, host)
  await transport.send(mail)
  t.equal(sent[0]?.headers.get('authorization'), 'Bearer SG.123')
  t.match(sent[0]?.json, {
    from: { email: 'hello@t21.example', name: 'T21' },
    custom_args: { t21_mail: mail.id },
    categories: ['verify-email'],
    tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
  })
  await transport.send({ ...mail, from: 'hello@t21.example' })
  t.match(sent[1]?.json, { from: { email: 'hello@t21.example', name: undefined } })
})

test('what SendGrid says decides whether it is tried again, and when', async (t) => {
  for (const [status, field, kind] of [
    [400, 'content', 'MailRefused'],
    [413, null, 'MailRefused'],
    [400, 'from.email', 'misconfigured'],
    [403, 'from', 'misconfigured'],
    [429, null, 'rate_limited'],
    [500, null, 'transient'],
  ] as const) {
    const error = await refusedWith(
      Response.json({ errors: [{ message: 'x', field }] }, { status }),
    )
    const found = isProviderFailure(error) ? error.kind : (error as Error).name
    t.equal(found, kind, `${status} ${field}`)
  }
  const headers = { 'x-ratelimit-reset': '1795435200' }
  const error = await refusedWith(new Response('', { status: 429, headers }))
  t.same(isProviderFailure(error) && error.until, new Date('2026-11-23T12:00:00Z'))
})

test('the region decides the host, and a key that is none is named', (t) => {
  const { host } = scriptedHost()
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

async function refusedWith(answer: Response): Promise<unknown> {
  const transport = provider.open(settings, scriptedHost(answer).host)
  return transport.send(mail).catch((cause: unknown) => cause)
}
