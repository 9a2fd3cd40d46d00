// From a request to a mail that a real mail server has, and back.
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { MailEvent, MailTransport } from '@t21/plugin-kit'
import { provider } from '@t21/plugin-mail-smtp'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { test } from 'tap'
import { mailInboxes } from '../../core/src/features/mail/mail-events.ts'
import { sendDueMail } from '../../core/src/features/mail/mail.service.ts'
import { processWebhooks } from '../../core/src/features/webhooks-in/process-webhooks.ts'
import { testApp } from '../support/app.ts'
import { me, postAuth, registerByApi } from '../support/auth-client.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** What the server does with a mail once it has all of it. */
type Fate = 'takes' | 'not now' | 'dies'

/** A real mail server, and a T21 that sends through it. */
async function site(t: Teardown) {
  const received: Email[] = []
  const sockets = new Set<Socket>()
  const fates: Fate[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    onData(stream, _session, callback) {
      void buffer(stream).then(async (source) => {
        const fate = fates.shift() ?? 'takes'
        if (fate !== 'not now') received.push(await PostalMime.parse(source))
        if (fate === 'dies') for (const socket of sockets) socket.destroy()
        answer(fate, callback)
      })
    },
  })
  smtp.on('error', () => undefined)
  smtp.server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as AddressInfo
  const host = { fetch, browserUrl: (url: string) => url }
  const opened = provider.open(
    { host: '127.0.0.1', port, encryption: 'none', connections: 1 },
    host,
  )
  // SMTP tells nothing by itself; here somebody in front of it does, as services do.
  const mail: MailTransport = { ...opened, webhook: { verify: () => true, parse } }
  t.teardown(async () => {
    await opened.close?.()
    await new Promise<void>((resolve) => smtp.close(resolve))
  })
  const variables = { MAIL_FROM: 'T21 <hello@t21.example>' }
  const made = await testApp(t, { mail, variables, providers: { inboxes: mailInboxes(mail) } })
  return { ...made, received, fates }
}

function answer(fate: Fate, callback: (error?: Error | null) => void): void {
  if (fate !== 'not now') return callback(null)
  callback(Object.assign(new Error('4.7.1 greylisted, come back later'), { responseCode: 451 }))
}

function parse({ rawBody }: { readonly rawBody: Uint8Array }): MailEvent[] {
  const told = JSON.parse(Buffer.from(rawBody).toString()) as Omit<MailEvent, 'at'>
  return [{ ...told, at: new Date() }]
}

test('who registers gets a mail with text and HTML, whose link verifies the address', async (t) => {
  const { app, context, received } = await site(t)
  const { email, tokens } = await registerByApi(app)
  await sendDueMail(context)
  const [mail] = received
  t.match(mail, {
    from: { name: 'T21', address: 'hello@t21.example' },
    to: [{ address: email }],
    subject: 'Please confirm your e-mail address',
  })
  const link = /https?:\S+#token=(\S+)/.exec(mail?.text ?? '')
  t.ok(mail?.html?.includes(`href="${link?.[0]}"`), 'the same link in both')
  t.equal((await postAuth(app, 'verify-email', { token: link?.[1] })).statusCode, 200)
  t.match((await me(app, tokens.accessToken)).json(), { data: { emailVerified: /Z$/ } })
})

test('a server that takes a mail and sends it back: nothing more goes there, and its owner sees why', async (t) => {
  const { app, context, database, received } = await site(t)
  const { email, tokens } = await registerByApi(app)
  await sendDueMail(context)
  const row = await database.system('mail_messages').where({ recipient: email }).first('id')
  const bounce = { id: 'e1', name: 'bounce', kind: 'bounced', permanent: true }
  const told = await app.inject({
    method: 'POST',
    url: '/v1/webhooks/smtp',
    payload: { ...bounce, address: email, messageId: row.id },
  })
  t.equal(told.statusCode, 200, told.body)
  await processWebhooks(context)
  t.match((await me(app, tokens.accessToken)).json(), { data: { emailUndeliverable: 'bounced' } })
  const states = await database.system('mail_messages').where({ recipient: email }).pluck('state')
  t.same(states, ['bounced'])
  // Somebody asks for a link: that goes out, because with it the address is proved again.
  await postAuth(app, 'forgot-password', { email })
  await sendDueMail(context)
  t.equal(received.length, 2)
})

test('a server that says "later" gets the mail later, once, under the same id', async (t) => {
  const { app, context, database, received, fates } = await site(t)
  fates.push('not now', 'not now')
  await registerByApi(app)
  for (const attempts of [1, 2]) {
    t.equal(await sendDueMail(context), 0)
    const row = await database.system('mail_messages').first('attempts', 'state', 'error')
    t.match(row, { attempts, state: 'waiting', error: /greylisted/ })
    await database.system('mail_messages').update({ next_at: new Date(0) })
  }
  t.equal(await sendDueMail(context), 1)
  t.equal(received.length, 1)
})

test('a server that dies when it has the mail gets it again: the same mail, known by its Message-ID', async (t) => {
  const { app, context, database, received, fates } = await site(t)
  fates.push('dies')
  await registerByApi(app)
  t.equal(await sendDueMail(context), 0)
  t.match(await database.system('mail_messages').first('state', 'sent_at'), {
    state: 'waiting',
    sent_at: null,
  })
  await database.system('mail_messages').update({ next_at: new Date(0) })
  t.equal(await sendDueMail(context), 1)
  t.equal(received.length, 2, 'SMTP has no key against that')
  t.equal(received[0]?.messageId, received[1]?.messageId)
})
