import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import {
  testMail,
  type ArrivedMail,
  type MailAnswer,
  type MailServer,
} from '@t21/plugin-kit/conformance'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { test } from 'tap'
import { provider } from './src/index.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** It has sockets of its own. */
const host = {
  fetch: () => Promise.reject(new Error('not by HTTP')),
  browserUrl: (url: string) => url,
}
const password = 'a-secret-word'

test('SMTP keeps the contract', async (t) => {
  const { server, port } = await smtpServer(t)
  await testMail(t, {
    open: () =>
      provider.open(
        { host: '127.0.0.1', port, encryption: 'none', connections: 2, user: 'ada', password },
        host,
      ),
    server,
    knowsKeys: false,
    secrets: [password],
  })
})

function refusal(words: string, responseCode: number): Error {
  return Object.assign(new Error(words), { responseCode })
}

async function smtpServer(t: Teardown): Promise<{ server: MailServer; port: number }> {
  const taken: ArrivedMail[] = []
  let answer: MailAnswer = 'takes'
  const smtp = new SMTPServer({
    allowInsecureAuth: true,
    onAuth(_credentials, _session, callback) {
      if (answer === 'wrong key') callback(refusal('5.7.8 who are you', 535))
      else callback(null, { user: 'ada' })
    },
    onMailFrom(_address, _session, callback) {
      // Connections are kept, so that a login that is taken back is told later.
      callback(answer === 'wrong key' ? refusal('5.7.1 not yours', 550) : null)
    },
    onRcptTo(_address, _session, callback) {
      if (answer === 'no such address') callback(refusal('5.1.1 no such user', 550))
      else callback(answer === 'busy' ? refusal('4.2.1 try again later', 450) : null)
    },
    onData(stream, session, callback) {
      void receive(stream, session, callback)
    },
  })
  async function receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ): Promise<void> {
    const source = await buffer(stream)
    if (answer === 'bad message') return callback(refusal('5.6.0 not like this', 554))
    if (answer === 'broken') return callback(refusal('4.3.0 our disk is full', 451))
    taken.push(await readMail(source, session))
    callback(null)
  }
  smtp.on('error', () => undefined)
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise<void>((resolve) => smtp.close(resolve)))
  return {
    port: (smtp.server.address() as AddressInfo).port,
    server: {
      taken: () => taken,
      async answers(how) {
        answer = how
        return undefined
      },
    },
  }
}

async function readMail(source: Buffer, { envelope }: SMTPServerSession): Promise<ArrivedMail> {
  const mail = await PostalMime.parse(source)
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? undefined,
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
  }
}
