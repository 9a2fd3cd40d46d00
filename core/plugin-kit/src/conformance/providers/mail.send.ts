import { randomUUID } from 'node:crypto'
import type { MailMessage } from '../../mail.ts'
import type { ArrivedMail, MailAnswer, MailBench, MailCheck } from './mail.check.ts'

const unsubscribe = `<https://t21.example/v1/unsubscribe/${'x'.repeat(180)}>`

/** What a provider does with a mail that it is given. */
export const sendChecks: readonly MailCheck[] = [
  {
    name: 'arrives',
    async run(bench, expect) {
      const sent = mail({ headers: oneClick, tag: 'reset-password' })
      const arrived = await sendAndTake(bench, sent)
      expect.equal(arrived.from, 'hello@t21.example', 'the sender')
      expect.equal(arrived.to, [sent.to], 'who receives it')
      expect.equal(arrived.subject, sent.subject, 'the subject')
      expect.equal(arrived.text.trimEnd(), sent.text.trimEnd(), 'the text')
      expect.equal(arrived.html?.trimEnd(), sent.html, 'the HTML')
      expect.equal(arrived.headers['list-unsubscribe'], unsubscribe, 'List-Unsubscribe')
      expect.equal(
        arrived.headers['list-unsubscribe-post'],
        'List-Unsubscribe=One-Click',
        'List-Unsubscribe-Post',
      )
      expect.equal(arrived.headers['auto-submitted'], 'auto-generated', 'Auto-Submitted')
      const { html: _, ...plain } = mail({})
      const bare = await sendAndTake(bench, plain)
      expect.equal(bare.html, undefined, 'the HTML of a mail that has none')
      expect.equal(
        bare.headers['list-unsubscribe'],
        undefined,
        'what ends mails that say nothing of it',
      )
    },
  },
  {
    name: 'once',
    async run(bench, expect) {
      const sent = mail({})
      const before = bench.server.taken().length
      await bench.transport.send(sent)
      await bench.transport.send(sent)
      const taken = bench.server.taken().slice(before)
      expect.equal(taken.length, bench.knowsKeys ? 1 : 2, 'how often a mail of one id arrives')
      if (!bench.knowsKeys) {
        const ids = taken.map(({ headers }) => headers['message-id'])
        expect.ok(ids[0]?.includes(sent.id) === true, 'The Message-ID does not have the id in it.')
        expect.equal(ids[1], ids[0], 'the Message-ID of the second attempt')
      }
      await bench.transport.send(mail({}))
      expect.equal(bench.server.taken().length - before - taken.length, 1, 'mails of another id')
    },
  },
  {
    name: 'one recipient',
    async run(bench, expect) {
      const before = bench.server.taken().length
      for (const part of [
        { to: 'ada@example.com, eve@example.com' },
        { to: 'ada@example.com\r\nBcc: eve@example.com' },
        { subject: 'Hello\r\nBcc: eve@example.com' },
      ]) {
        await bench.transport.send(mail(part)).catch(() => undefined)
      }
      const taken = bench.server.taken().slice(before)
      expect.ok(
        !taken.some(({ to, headers }) => to.includes('eve@example.com') || 'bcc' in headers),
        'What was put into a recipient or a subject reached somebody else.',
      )
    },
  },
  {
    name: 'refusals',
    async run(bench, expect) {
      for (const [how, of] of [
        ['no such address', 'address'],
        ['bad message', 'message'],
      ] as const) {
        const error = await failing(bench, how)
        expect.equal(error?.name, 'MailRefused', `"${how}"`)
        expect.equal((error as { of?: unknown } | undefined)?.of, of, `what "${how}" is about`)
      }
      await sendAndTake(bench, mail({}))
    },
  },
  {
    name: 'what passes',
    async run(bench, expect) {
      for (const how of ['busy', 'broken', 'wrong key'] as const) {
        const error = await failing(bench, how)
        expect.ok(error !== undefined, `"${how}" was taken for sent.`)
        expect.ok(error?.name !== 'MailRefused', `"${how}" says nothing of the mail.`)
        const words = `${error?.message} ${JSON.stringify(error)}`
        expect.ok(
          !bench.secrets.some((secret) => words.includes(secret)),
          `The error of "${how}" has a secret in it.`,
        )
      }
      await sendAndTake(bench, mail({}))
    },
  },
]

const oneClick = {
  'List-Unsubscribe': unsubscribe,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
}

/** A mail with all that is hard about one. */
export function mail(parts: Partial<MailMessage>): MailMessage {
  return {
    id: randomUUID(),
    from: 'T21 <hello@t21.example>',
    to: 'ada@example.com',
    subject: 'Grüße, und ein Gruß 👋',
    text: 'A link: https://example.com/?token=t21_abc\n.\nand a line that is a dot\n',
    html: '<p>Grüße &amp; ein <a href="https://example.com/?a=1&amp;b=2">Link</a></p>',
    ...parts,
  }
}

async function sendAndTake(
  { transport, server }: MailBench,
  sent: MailMessage,
): Promise<ArrivedMail> {
  await server.answers('takes')
  const before = server.taken().length
  await transport.send(sent)
  const [arrived] = server.taken().slice(before)
  if (arrived === undefined) throw new Error('A mail that was sent did not arrive.')
  return arrived
}

async function failing(
  { transport, server }: MailBench,
  how: MailAnswer,
): Promise<Error | undefined> {
  const needed = await server.answers(how)
  return transport.send(mail({ ...needed })).then(
    () => undefined,
    (error: Error) => error,
  )
}
