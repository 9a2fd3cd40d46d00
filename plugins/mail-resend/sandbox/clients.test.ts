import { createHmac } from 'node:crypto'
import { createLab, startServer, textAt } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import { Resend } from 'resend'
import t from 'tap'
import { credentials } from './credentials.ts'
import { emulator } from './index.ts'

const mail = {
  from: 'T21 <hello@t21.example>',
  to: 'ada@mail.example',
  subject: 'Hello',
  text: 'Hello',
}

t.test('the official package "resend" sends, sends once, and looks at what it sent', async (t) => {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  const baseUrl = `${sandbox.url}/api.resend.com`
  const client = new Resend(credentials.RESEND_API_KEY, { baseUrl })
  const once = { idempotencyKey: 'one' }
  const first = await client.emails.send(mail, once)
  t.match(first, { data: { id: String }, error: null })
  t.equal((await client.emails.send(mail, once)).data?.id, first.data?.id)
  t.match((await client.emails.send({ ...mail, subject: 'Other' }, once)).error, {
    name: 'invalid_idempotent_request',
    statusCode: 409,
  })
  t.not((await client.emails.send(mail)).data?.id, first.data?.id)
  const found = await client.emails.get(first.data?.id ?? '')
  t.match(found.data, { to: ['ada@mail.example'], subject: 'Hello', last_event: 'delivered' })
  t.equal((await client.batch.send([mail, mail])).data?.data.length, 2)
  t.match((await client.emails.send({ ...mail, to: 'nobody' })).error, { name: 'validation_error' })
  const stranger = new Resend('re_stranger', { baseUrl })
  t.match((await stranger.emails.send(mail)).error, { name: 'invalid_api_key', statusCode: 403 })
})

t.test('what became of a mail is told by webhooks that are signed as Svix does', async (t) => {
  const lab = createLab(emulator, { host: 'api.resend.com' })
  const token = credentials.RESEND_API_KEY
  const tags = [{ name: 't21', value: 'x-1' }]
  for (const to of [
    'bounced@resend.dev',
    'Eve <eve@bounce.example>',
    'complained@mail.example',
    'ada@mail.example',
  ]) {
    const { json } = await lab.call('POST', '/emails', { token, json: { ...mail, to, tags } })
    t.match(textAt(json, 'id'), /^[\da-f-]{36}$/)
  }
  t.equal(lab.webhooks.length, 0)
  lab.advance(1)
  lab.advance(1)
  t.same(
    lab.webhooks.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    ['email.bounced', 'email.bounced', 'email.delivered', 'email.delivered', 'email.complained'],
  )
  t.match(JSON.parse(lab.webhooks[1]?.body ?? ''), {
    data: { to: ['eve@bounce.example'], bounce: { type: 'Permanent' }, tags: { t21: 'x-1' } },
  })
  const key = Buffer.from(credentials.RESEND_WEBHOOK_SECRET.slice('whsec_'.length), 'base64')
  for (const { body, headers } of lab.webhooks) {
    const signed = `${headers['svix-id']}.${headers['svix-timestamp']}.${body}`
    t.equal(
      headers['svix-signature'],
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )
  }
})

t.test('the official package believes the webhooks', async (t) => {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  const received = Promise.withResolvers<{
    body: string
    headers: NodeJS.Dict<string | string[]>
  }>()
  const url = await startServer(t, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    response.end()
    received.resolve({ body, headers: request.headers })
  })
  await sandbox.registerCallback('resend', url)
  const client = new Resend(credentials.RESEND_API_KEY, {
    baseUrl: `${sandbox.url}/api.resend.com`,
  })
  await client.emails.send({ ...mail, to: 'bounced@resend.dev' })
  const { body, headers } = await received.promise
  const told = client.webhooks.verify({
    payload: body,
    headers: {
      id: String(headers['svix-id']),
      timestamp: String(headers['svix-timestamp']),
      signature: String(headers['svix-signature']),
    },
    webhookSecret: credentials.RESEND_WEBHOOK_SECRET,
  })
  t.match(told, { type: 'email.bounced', data: { to: ['bounced@resend.dev'] } })
})

t.test('what is wrong with a mail is named', async (t) => {
  const lab = createLab(emulator, { host: 'api.resend.com' })
  const token = credentials.RESEND_API_KEY
  for (const [changes, name, message] of [
    [{ to: undefined }, 'validation_error', /to/],
    [{ from: 'nobody' }, 'validation_error', /from/],
    [{ text: undefined }, 'missing_required_field', /html/],
    [{ colour: 'red' }, 'validation_error', /colour/],
    [{ tags: [{ name: 'a b', value: 'x' }] }, 'validation_error', /tags/],
  ] as const) {
    const body = JSON.parse(JSON.stringify({ ...mail, ...changes })) as object
    const { status, json } = await lab.call('POST', '/emails', { token, json: body })
    t.equal(status, 422)
    if (!('to' in changes)) t.match(json, { name, message, statusCode: 422 })
  }
  t.match((await lab.call('POST', '/emails', { json: mail })).json, { name: 'missing_api_key' })
  const headers = { 'idempotency-key': 'k'.repeat(257) }
  t.match((await lab.call('POST', '/emails', { token, headers, json: mail })).json, {
    name: 'invalid_idempotency_key',
  })
  t.equal((await lab.call('GET', '/emails/none', { token })).status, 404)
})
