import type { AddressInfo } from 'node:net'
import { MailRefused, type ProviderHost } from '@t21/plugin-kit'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { test } from 'tap'
import { provider } from './index.ts'
import type { Settings } from './settings.ts'

const mail = {
  id: '0199a1c2-0000-7000-8000-000000000001',
  from: 'T21 <hello@t21.example>',
  to: 'ada@example.com',
  subject: 'Grüße',
  text: 'A link: https://example.com/?token=t21_abc\n.\nand a line that is a dot\n',
}

/** It has sockets of its own. */
const host: ProviderHost = {
  fetch: () => Promise.reject(new Error('not by HTTP')),
  browserUrl: (url) => url,
}

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  readonly encrypted: boolean
}

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** A real mail server; `encryption` is what it offers. */
async function mailServer(
  t: Teardown,
  options: SMTPServerOptions = {},
): Promise<{ readonly settings: Settings; readonly received: Received[] }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    onData(stream, session, callback) {
      let source = ''
      stream.on('data', (chunk: Buffer) => (source += chunk.toString()))
      stream.on('end', () => {
        received.push({ ...envelopeOf(session), source, encrypted: session.secure })
        callback(null)
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  const { port } = server.server.address() as AddressInfo
  return {
    settings: { host: '127.0.0.1', port, encryption: 'none', connections: 2 },
    received,
  }
}

function envelopeOf({ envelope }: SMTPServerSession): Pick<Received, 'from' | 'to'> {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  return { from, to: envelope.rcptTo.map(({ address }) => address) }
}

function open(t: Teardown, settings: Settings): ReturnType<typeof provider.open> {
  const transport = provider.open(settings, host)
  t.teardown(() => transport.close?.())
  return transport
}

test('a mail arrives as it is, under the same id at every attempt', async (t) => {
  const { settings, received } = await mailServer(t)
  const transport = open(t, settings)
  await transport.send(mail)
  await transport.send(mail)
  t.equal(received.length, 2)
  t.match(received[0], { from: 'hello@t21.example', to: ['ada@example.com'] })
  const [one, other] = received.map(({ source }) => /^message-id: (.*)\r$/im.exec(source)?.[1])
  t.equal(one, `<${mail.id}@t21.example>`)
  t.equal(other, one)
  const source = received[0]?.source ?? ''
  t.match(source, /^Auto-Submitted: auto-generated\r$/im)
  t.match(source, /^Subject: =\?UTF-8\?/m)
  t.match(source, /\r\n\.\r\nand a line that is a dot/)
})

test('text and HTML are two ways of one mail, with the headers that end such mails in one line', async (t) => {
  const { settings, received } = await mailServer(t)
  const url = `https://t21.example/v1/unsubscribe/${'x'.repeat(200)}`
  await open(t, settings).send({
    ...mail,
    html: '<p>Grüße &amp; ein Link</p>',
    headers: {
      'List-Unsubscribe': `<${url}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  })
  const source = received[0]?.source ?? ''
  const boundary = /^Content-Type: multipart\/alternative;\s+boundary="([^"]+)"/m.exec(source)?.[1]
  const parts = source.split(`--${boundary}`)
  t.equal(parts.length, 4)
  t.match(parts[1], /Content-Type: text\/plain; charset=utf-8/)
  t.match(parts[2], /Content-Type: text\/html; charset=utf-8/)
  t.match(parts[2], /<p>Gr=C3=BC=C3=9Fe &amp; ein Link<\/p>/)
  t.ok(source.includes(`\r\nList-Unsubscribe: <${url}>\r\n`))
  t.match(source, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
})

test('an address that is a list, or has a header in it, is one recipient or none', async (t) => {
  const { settings, received } = await mailServer(t)
  const transport = open(t, settings)
  for (const to of [
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
  ]) {
    await transport.send({ ...mail, to }).catch(() => undefined)
  }
  await transport.send({ ...mail, subject: 'Hello\r\nBcc: eve@example.com' })
  t.notOk(received.some(({ to }) => to.includes('eve@example.com')))
  t.notOk(received.some(({ source }) => /^bcc:/im.test(source)))
})

test('STARTTLS is asked for before anything is said, and a server without it gets nothing', async (t) => {
  const bare = await mailServer(t, { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
  await t.rejects(open(t, { ...bare.settings, encryption: 'starttls' }).send(mail))
  t.same(bare.received, [])
  // A certificate that nobody vouches for is not taken either.
  const self = await mailServer(t)
  await t.rejects(open(t, { ...self.settings, encryption: 'starttls' }).send(mail), {
    message: /certificate/i,
  })
  t.same(self.received, [])
})

test('a login is given where there is one, and half a login is refused by name', async (t) => {
  const { settings, received } = await mailServer(t, {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      if (username === 'ada' && password === 'right') callback(null, { user: username })
      else callback(new Error('Invalid login'))
    },
  })
  await open(t, { ...settings, user: 'ada', password: 'right' }).send(mail)
  t.equal(received.length, 1)
  const wrong = open(t, { ...settings, user: 'ada', password: 'a-secret-word' })
  const error = await wrong.send(mail).then(
    () => new Error('sent'),
    (cause: Error) => cause,
  )
  t.notOk(error instanceof MailRefused, 'a wrong password is mended, and then the mail goes out')
  t.notMatch(error.message, /a-secret-word/)
  t.throws(() => provider.open({ ...settings, user: 'ada' }, host), { message: /SMTP_PASSWORD/ })
})

test('what the server will never take is told apart from what may be tried again', async (t) => {
  const answers: Record<string, [number, string]> = {
    'gone@example.com': [550, '5.1.1 no such user'],
    'blocked@example.com': [550, '5.7.1 your address has a bad name'],
    'full@example.com': [452, '4.2.2 mailbox full'],
  }
  const { settings, received } = await mailServer(t, {
    onRcptTo({ address }, _session, callback) {
      const [responseCode, words] = answers[address] ?? []
      if (responseCode === undefined) callback(null)
      else callback(Object.assign(new Error(words), { responseCode }))
    },
  })
  const transport = open(t, settings)
  await t.rejects(transport.send({ ...mail, to: 'gone@example.com' }), {
    name: 'MailRefused',
    of: 'address',
  })
  await t.rejects(transport.send({ ...mail, to: 'blocked@example.com' }), {
    name: 'MailRefused',
    of: 'message',
  })
  const later = await transport.send({ ...mail, to: 'full@example.com' }).then(
    () => undefined,
    (error: Error) => error,
  )
  t.ok(later !== undefined && !(later instanceof MailRefused))
  await transport.send(mail)
  t.equal(received.length, 1, 'and the next one goes out')
})

test('a sender that the server does not take is a setting, and no fault of the mail', async (t) => {
  const { settings } = await mailServer(t, {
    onMailFrom: (_address, _session, callback) =>
      callback(Object.assign(new Error('not yours'), { responseCode: 550 })),
  })
  const error = await open(t, settings)
    .send(mail)
    .catch((cause: unknown) => cause)
  t.ok(error instanceof Error && !(error instanceof MailRefused))
})

test('a server that is away is an error that may pass', async (t) => {
  const transport = open(t, {
    host: '127.0.0.1',
    port: 9,
    encryption: 'none',
    connections: 1,
  })
  const error = await transport.send(mail).catch((cause: unknown) => cause)
  t.ok(error instanceof Error && !(error instanceof MailRefused))
})
