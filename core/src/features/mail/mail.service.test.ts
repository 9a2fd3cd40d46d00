import type { MailMessage, MailTransport } from '@t21/plugin-kit'
import pg from 'pg'
import { test } from 'tap'
import { testContext } from '../../../../test/support/app.ts'
import type { TestDatabase } from '../../../../test/support/database.ts'
import type { Context } from '../../context.ts'
import { withinTime } from '../../http/within-time.ts'
import { enqueueMail, sendDueMail, type NewMail } from './mail.service.ts'

const mail: NewMail = {
  userId: null,
  recipient: 'ada@example.com',
  template: 'test',
  necessity: 'optional',
  html: '<p>A secret link</p>',
  subject: 'Hello',
  text: 'A secret link',
}

test('a mail is written, and the queue is rung, only if the transaction commits', async (t) => {
  const { context, sentMails } = await testContext(t)
  const { system } = context.database
  await t.rejects(
    system.transaction(async (transaction) => {
      await enqueueMail(transaction, mail)
      throw new Error('the user was not stored')
    }),
    /not stored/,
  )
  t.equal(await sendDueMail(context), 0)
  t.equal(await rings(context), 0)

  await enqueue(context)
  t.equal(await rings(context), 1)
  t.equal(await sendDueMail(context), 1)
  t.match(sentMails, [{ to: 'ada@example.com', subject: 'Hello', text: 'A secret link' }])
})

test('a mail that was taken over is not sent again, and its secret text is gone', async (t) => {
  const { context, sentMails } = await testContext(t)
  await enqueue(context)

  await sendDueMail(context)
  await sendDueMail(context)

  t.equal(sentMails.length, 1)
  t.match(await stored(context), {
    sent_at: Date,
    next_at: null,
    body_text: '',
    body_html: null,
    state: 'sent',
    sent_by: 'memory',
    attempts: 1,
  })
})

test('a mail that cannot be sent stays unsent and is tried again later under the same id', async (t) => {
  const tried: MailMessage[] = []
  let down = true
  const { context } = await testContext(t, {
    mail: transport(async (message) => {
      tried.push(message)
      if (down) throw new Error('550 for t21p_0123456789abcdef0123456789')
    }),
  })
  await enqueue(context)

  t.equal(await sendDueMail(context), 0)
  const row = await stored(context)
  t.match(row, { sent_at: null, body_text: 'A secret link', error: '550 for [hidden]' })
  t.ok(Number(row['delay']) > 20 && Number(row['delay']) <= 30, 'about 30 s later')
  t.equal(await sendDueMail(context), 0)
  t.equal(tried.length, 1, 'not before its time')

  await due(context)
  await sendDueMail(context)
  t.ok(Number((await stored(context))['delay']) > 45, 'then twice as late')

  down = false
  await due(context)
  t.equal(await sendDueMail(context), 1)
  t.equal(new Set(tried.map(({ id }) => id)).size, 1)
  t.match(await stored(context), { sent_at: Date, attempts: 3, error: null })
})

test('a process that dies while it sends loses no mail', async (t) => {
  let hang: () => void = () => undefined
  const { context, database } = await testContext(t, {
    mail: transport(
      () =>
        new Promise((resolve) => {
          hang = resolve
        }),
    ),
  })
  await enqueue(context)
  const dying = sendDueMail(context)
  while ((await stored(context))['attempts'] === 0) await new Promise(setImmediate)

  t.match(await stored(context), { sent_at: null }, 'not sent before the transport said so')
  const sent: MailMessage[] = []
  const other = { ...context, mail: transport(async (message) => void sent.push(message)) }
  t.equal(await sendDueMail(other), 0, 'the lease keeps others away')
  await database.system('mail_messages').update({ next_at: new Date(0) })
  t.equal(await sendDueMail(other), 1, 'and ends')

  hang()
  await dying
})

test('two processes share the outbox: each mail goes out once', async (t) => {
  const { context, sentMails } = await testContext(t)
  for (let count = 0; count < 25; count += 1) await enqueue(context)

  const counts = await Promise.all([1, 2, 3, 4].map(() => sendDueMail(context)))

  t.equal(
    counts.reduce((sum, count) => sum + count, 0),
    25,
  )
  t.equal(new Set(sentMails.map(({ id }) => id)).size, 25)
  t.equal(sentMails.length, 25)
})

test('what another process is just claiming is neither waited for nor sent', async (t) => {
  const { context, sentMails } = await testContext(t)
  for (let count = 0; count < 15; count += 1) await enqueue(context)
  const theirs = await context.database.system.transaction(async (transaction) => {
    const rows = (await transaction('mail_messages')
      .whereIn('id', transaction('mail_messages').select('id').orderBy('next_at').limit(5))
      .update({ next_at: new Date(Date.now() + 90_000) })
      .returning('id')) as { id: string }[]
    t.equal(await withinTime(5_000, sendDueMail(context)), 10)
    return rows.map(({ id }) => id)
  })
  t.equal(await sendDueMail(context), 0)
  t.equal(sentMails.length, 10)
  t.notOk(sentMails.some(({ id }) => theirs.includes(id)))
})

test('without a transport mail waits', async (t) => {
  const { context } = await testContext(t, { mail: null })
  await enqueue(context)
  t.equal(await sendDueMail(context), 0)
  t.match(await stored(context), { sent_at: null, attempts: 0 })
})

test('after a day of trying a mail is given up, and its secret text is gone', async (t) => {
  const { context } = await testContext(t, {
    mail: transport(() => Promise.reject(new Error('no'))),
  })
  await enqueue(context)
  await context.database.system('mail_messages').update({ attempts: 29 })
  t.equal(await sendDueMail(context), 0)
  t.match(await stored(context), {
    next_at: null,
    sent_at: null,
    error: 'no',
    body_text: '',
    body_html: null,
    state: 'given_up',
  })
})

test('what the mail server will never take is not tried again, and its secret text is gone', async (t) => {
  const refused = Object.assign(new Error('no such mailbox'), { name: 'MailRefused' })
  const { context } = await testContext(t, { mail: transport(() => Promise.reject(refused)) })
  await enqueue(context)
  t.equal(await sendDueMail(context), 0)
  t.match(await stored(context), {
    next_at: null,
    sent_at: null,
    attempts: 1,
    error: 'no such mailbox',
    body_text: '',
    body_html: null,
    state: 'refused',
  })
})

test('mail has the sender of the settings', async (t) => {
  const sender = 'T21 <hello@example.com>'
  const { context, sentMails } = await testContext(t, { variables: { MAIL_FROM: sender } })
  await enqueue(context)
  await sendDueMail(context)
  t.equal(sentMails[0]?.from, sender)
})

function transport(send: (message: MailMessage) => Promise<void>): MailTransport {
  return { name: 'test', send }
}

async function enqueue({ database }: Context): Promise<void> {
  await database.system.transaction((transaction) => enqueueMail(transaction, mail))
}

async function due({ database }: Context): Promise<void> {
  await database.system('mail_messages').update({ next_at: new Date(0) })
}

async function stored({ database }: Context): Promise<Record<string, unknown>> {
  const { rows } = await database.system.raw<{ rows: Record<string, unknown>[] }>(
    `select *, extract(epoch from next_at - clock_timestamp()) as delay from mail_messages`,
  )
  return rows[0] ?? {}
}

async function rings(context: Context): Promise<number> {
  const client = new pg.Client({ connectionString: (context.database as TestDatabase).url })
  await client.connect()
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int from graphile_worker.jobs where task_identifier = 'mail.send'`,
  )
  await client.end()
  return rows[0]?.count ?? 0
}
