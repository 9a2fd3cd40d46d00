import type { MailEvent } from '@t21/plugin-kit'
import { t as file, test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { wordsFor } from './locales/words.ts'
import { applyMailEvent } from './mail-events.ts'
import { enqueueMail, sendDueMail } from './mail.service.ts'
import { passwordChangedMail } from './templates/password-changed.ts'
import { noticeMail } from './templates/notifications.ts'
import { verifyEmailMail } from './templates/verify-email.ts'

const { app, context, database, sentMails } = await testApp(file)
const { system } = database
const send = senderOf(app)
const words = wordsFor('en')
const link = 'https://app.example/x'
const mails = {
  asked: verifyEmailMail(words, { link, hours: 1 }),
  essential: passwordChangedMail(words, { ended: 'every session', forgotLink: link }),
  optional: noticeMail(words, {
    kind: 'other',
    item: { title: 'Hello', message: 'There', url: null },
    waysOut: { unsubscribeUrl: link, preferencesUrl: link },
  }),
}
let count = 0

test('after a mail came back for good, only what somebody asked for goes there', async (t) => {
  const { mine, other } = await two()
  await tell({ address: mine.toUpperCase(), kind: 'bounced', permanent: true })
  t.same(await arriving(mine), ['asked'])
  t.same(await arriving(other), ['asked', 'essential', 'optional'])
  const rows = await system('mail_messages').where({ recipient: mine, state: 'suppressed' })
  t.equal(rows.length, 2)
  for (const row of rows) {
    t.match(row, { error: 'bounced', next_at: null, sent_at: null, body_text: '', body_html: null })
  }
})

test('who called a mail spam gets what the account needs, and everything again once they ask', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const { email } = mine.user
  await tell({ address: email, kind: 'complained' })
  t.same(await arriving(email), ['asked', 'essential'])
  t.equal(await undeliverable(mine), 'complained')
  t.equal(await undeliverable(other), null)
  const path = '/users/me/notification-preferences'
  const prefer = (wanted: boolean) =>
    send(mine, 'PATCH', path, { preferences: [{ type: 'POST_FAILED', email: wanted }] })
  await prefer(false)
  t.equal(await undeliverable(mine), 'complained')
  await prefer(true)
  t.equal(await undeliverable(mine), null)
  t.same(await arriving(email), ['asked', 'essential', 'optional'])
})

test('three mails in a week that came back for now are as good as one for good', async (t) => {
  const { mine, other } = await two()
  const [one, two_] = [await next(), await next()]
  await tell({ id: one, address: mine, kind: 'bounced', at: day(1) })
  await tell({ id: two_, address: mine, kind: 'bounced', at: day(7) })
  for (const again of [one, one, two_]) {
    await tell({ id: again, address: mine, kind: 'bounced', at: day(1) })
  }
  t.same(await arriving(mine), ['asked', 'essential', 'optional'], 'told twice is no third one')
  await tell({ address: other, kind: 'bounced', at: day(1) })
  await tell({ address: mine, kind: 'bounced', at: day(15) })
  t.same(await arriving(mine), ['asked', 'essential', 'optional'], 'another week')
  await tell({ address: mine, kind: 'bounced', at: day(6) })
  t.same(await arriving(mine), ['asked'])
  t.same(await arriving(other), ['asked', 'essential', 'optional'])
})

test('all orders of what is told of a mail, repeated, end in the same', async (t) => {
  const ends = new Set<string>()
  for (const order of orders(['delivered', 'bounced', 'complained'] as const)) {
    const { mine } = await two()
    const id = await write(mine, 'optional')
    await sendDueMail(context)
    for (const kind of [...order, ...order]) {
      await tell({
        id: `${id}-${kind}`,
        address: mine,
        kind,
        permanent: true,
        messageId: id,
        at: day(3),
      })
    }
    const { rows } = await system.raw<{ rows: object[] }>(
      `select m.state, array(select reason from mail_suppressions where address_hash = mail_address_hash(m.recipient)
         and lifted_at is null order by 1) as reasons from mail_messages m where id = ?`,
      [id],
    )
    ends.add(JSON.stringify(rows))
  }
  t.same([...ends], ['[{"state":"complained","reasons":["bounced","complained"]}]'])
})

test('what a provider tells of proves that it has the mail: it is not sent again', async (t) => {
  const { mine, other } = await two()
  const id = await write(mine, 'essential')
  // Its sender died between the answer and the note: the lease would end, and another would send it.
  await system('mail_messages').where({ id }).update({ attempts: 1 })
  await tell({ address: other, kind: 'delivered', messageId: id })
  t.equal((await stored(id)).state, 'waiting', 'an event of another address says nothing of it')
  await tell({ address: mine, kind: 'delivered', messageId: id })
  const before = sentMails.length
  await sendDueMail(context)
  t.equal(sentMails.length, before)
  t.match(await stored(id), { state: 'delivered', next_at: null, body_text: '', sent_at: Date })
})

test('using a mailed link lets mail through again; what is told late of earlier times does not end that', async (t) => {
  const mine = await registerUser(app)
  const { email } = mine.user
  await tell({ address: email, kind: 'bounced', permanent: true })
  t.equal(await undeliverable(mine), 'bounced')
  // Verified long ago; a new mail is sent because mail came back since.
  const asked = await app.inject({
    method: 'POST',
    url: '/v1/auth/resend-verification',
    payload: { email },
  })
  t.equal(asked.statusCode, 202, asked.body)
  await sendDueMail(context)
  const mail = sentMails.findLast(({ to }) => to === email)
  const token = /#token=(\S+)/.exec(mail?.text ?? '')?.[1]
  const used = await app.inject({
    method: 'POST',
    url: '/v1/auth/verify-email',
    payload: { token },
  })
  t.ok(used.statusCode < 300, used.body)
  t.equal(await undeliverable(mine), null)
  await tell({ address: email, kind: 'bounced', permanent: true, at: day(1) })
  t.same(await arriving(email), ['asked', 'essential', 'optional'])
  await tell({
    address: email,
    kind: 'bounced',
    permanent: true,
    at: new Date(Date.now() + 60_000),
  })
  t.same(await arriving(email), ['asked'], 'a later one counts')
})

test('an event without an id of ours, or with one that is none, changes the address alone', async (t) => {
  const { mine } = await two()
  await tell({ address: mine, kind: 'bounced', permanent: true, messageId: `x'; drop table users` })
  t.same(await arriving(mine), ['asked'])
})

async function two(): Promise<{ mine: string; other: string }> {
  return { mine: `${await next()}@example.com`, other: `${await next()}@example.com` }
}

async function next(): Promise<string> {
  count += 1
  return `mail-${count}`
}

function day(number: number): Date {
  return new Date(Date.UTC(2026, 0, number, 12))
}

async function tell(event: Partial<MailEvent> & Pick<MailEvent, 'address' | 'kind'>) {
  const whole = { id: await next(), name: 'x', at: new Date(), permanent: false, ...event }
  await applyMailEvent(context, 'post', whole)
}

async function write(recipient: string, necessity: keyof typeof mails): Promise<string> {
  await system.transaction((transaction) =>
    enqueueMail(transaction, { ...mails[necessity], userId: null, recipient }),
  )
  const row = await system('mail_messages').where({ recipient }).orderBy('id', 'desc').first('id')
  return row.id
}

async function stored(id: string): Promise<Record<string, unknown>> {
  return system('mail_messages').where({ id }).first('*')
}

/** What of one mail of each necessity arrives at an address now. */
async function arriving(recipient: string): Promise<string[]> {
  const before = sentMails.length
  for (const necessity of Object.keys(mails) as (keyof typeof mails)[]) {
    await write(recipient, necessity)
  }
  await sendDueMail(context)
  const subjects = sentMails
    .slice(before)
    .filter(({ to }) => to === recipient)
    .map(({ subject }) => subject)
  return Object.entries(mails).flatMap(([name, { subject }]) =>
    subjects.includes(subject) ? [name] : [],
  )
}

async function undeliverable(who: Awaited<ReturnType<typeof registerUser>>): Promise<unknown> {
  return (await send(who, 'GET', '/users/me')).data.emailUndeliverable
}

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) =>
    orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  )
}
