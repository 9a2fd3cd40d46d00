import { EventWebhook } from '@sendgrid/eventwebhook'
import sendgridClient from '@sendgrid/client'
import sendgridMail from '@sendgrid/mail'
import { createLab, errorOf } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { credentials } from './credentials.ts'
import { emulator } from './index.ts'

const mail = {
  personalizations: [{ to: [{ email: 'ada@mail.example' }], custom_args: { t21: 'x-1' } }],
  from: { email: 'hello@t21.example', name: 'T21' },
  subject: 'Hello',
  content: [
    { type: 'text/plain', value: 'Hello' },
    { type: 'text/html', value: '<p>Hello</p>' },
  ],
}

function to(email: string): typeof mail {
  return { ...mail, personalizations: [{ to: [{ email }], custom_args: { t21: 'x-1' } }] }
}

t.test('the official package "@sendgrid/mail" sends, and understands refusals', async (t) => {
  const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
  t.teardown(() => sandbox.close())
  function serviceWith(key: string): typeof sendgridMail {
    sendgridMail.setClient(sendgridClient)
    sendgridMail.setApiKey(key)
    // After the key, which brings the real address with it.
    sendgridClient.setDefaultRequest('baseUrl', `${sandbox.url}/api.sendgrid.com`)
    return sendgridMail
  }
  const message = {
    to: 'ada@mail.example',
    from: 'T21 <hello@t21.example>',
    subject: 'Hello',
    text: 'Hello',
    html: '<p>Hello</p>',
  }
  const service = serviceWith(credentials.SENDGRID_API_KEY)
  const [answer] = await service.send(message)
  t.equal(answer.statusCode, 202)
  t.match(answer.headers['x-message-id'], /^[\w-]{22}$/)
  t.match(await errorOf(service.send({ ...message, to: 'nobody' })), { code: 400 })
  t.match(await errorOf(serviceWith('SG.stranger').send(message)), { code: 401 })
})

t.test('what became of a mail is told by events that the official package believes', async (t) => {
  const lab = createLab(emulator, { host: 'api.sendgrid.com' })
  const token = credentials.SENDGRID_API_KEY
  for (const address of ['eve@bounce.example', 'complained@mail.example']) {
    t.equal((await lab.call('POST', '/v3/mail/send', { token, json: to(address) })).status, 202)
  }
  for (const _ of [1, 2]) lab.advance(1)
  const told = lab.webhooks.flatMap(({ body }) => JSON.parse(body) as object[])
  t.match(told, [
    { event: 'processed', email: 'eve@bounce.example', t21: 'x-1' },
    { event: 'processed', email: 'complained@mail.example' },
    { event: 'bounce', type: 'bounce', email: 'eve@bounce.example', sg_event_id: String },
    { event: 'delivered', email: 'complained@mail.example' },
    { event: 'spamreport', email: 'complained@mail.example', timestamp: Number },
  ])
  const verifier = new EventWebhook()
  const key = verifier.convertPublicKeyToECDSA(credentials.SENDGRID_WEBHOOK_PUBLIC_KEY)
  for (const { body, headers } of lab.webhooks) {
    const signature = headers['x-twilio-email-event-webhook-signature'] ?? ''
    const time = headers['x-twilio-email-event-webhook-timestamp'] ?? ''
    t.ok(verifier.verifySignature(key, body, signature, time))
    t.notOk(verifier.verifySignature(key, `${body} `, signature, time))
  }
})

t.test('what is wrong with a mail is named, and nothing is told of it', async (t) => {
  const lab = createLab(emulator, { host: 'api.sendgrid.com' })
  const token = credentials.SENDGRID_API_KEY
  const twice = [{ email: 'ada@mail.example' }, { email: 'ADA@mail.example' }]
  for (const [changes, field] of [
    [{ personalizations: [] }, 'personalizations'],
    [{ personalizations: [{ to: twice }] }, 'personalizations'],
    [{ from: { email: 'nobody' } }, 'from.email'],
    [{ subject: null }, 'subject'],
    [{ content: mail.content.toReversed() }, 'content'],
    [{ colour: 'red' }, 'colour'],
  ] as const) {
    const { status, json } = await lab.call('POST', '/v3/mail/send', {
      token,
      json: { ...mail, ...changes },
    })
    t.equal(status, 400)
    t.match(json, { errors: [{ field, message: String, help: null }] })
  }
  const test = { ...mail, mail_settings: { sandbox_mode: { enable: true } } }
  t.equal((await lab.call('POST', '/v3/mail/send', { token, json: test })).status, 200)
  lab.advance(10)
  t.equal(lab.webhooks.length, 0)
})
