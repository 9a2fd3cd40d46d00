import { t as file, test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { mailNotifications } from './mail-notifications.ts'
import type { NotificationType } from './notification-types.ts'
import { say } from './notice-words.ts'
import { notify } from './notifications.service.ts'
import type { Preference } from './preferences.ts'
import { unsubscribeUrl } from './unsubscribe-link.ts'

const variables = { PUBLIC_URL: 'https://t21.example' }
const { app, context, database, sentMails } = await testApp(file, { variables })
const send = senderOf(app)
type Caller = Awaited<ReturnType<typeof registerUser>>

test('a mail that can be ended has an address for it, and one click ends it for its receiver alone', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const mail = await mailed(mine, 'POST_FAILED')
  const address = /^<(https:\/\/t21\.example\/v1\/unsubscribe\/\S+)>$/.exec(
    mail?.headers?.['List-Unsubscribe'] ?? '',
  )?.[1]
  t.equal(mail?.headers?.['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
  t.ok(mail?.text.includes(address ?? '?'), 'the same as at its foot')

  const before = [await emails(mine), await emails(other)]
  for (const method of ['GET', 'HEAD'] as const) {
    const page = await app.inject({ method, url: pathOf(address) })
    t.equal(page.statusCode, 200)
    t.match(page.headers, {
      'content-security-policy': /form-action 'self'/,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  }
  t.same(
    [await emails(mine), await emails(other)],
    before,
    'programs that follow links end nothing',
  )

  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await app.inject({
      method: 'POST',
      url: pathOf(address),
      headers: { 'content-type': type },
      payload: 'List-Unsubscribe=One-Click',
    })
    t.equal(answer.statusCode, 200, type)
    t.match(answer.body, /have stopped/)
  }
  t.same(
    await emails(mine),
    before[0]?.filter((type) => type !== 'POST_FAILED'),
  )
  t.same(await emails(other), before[1])
  t.equal(await mailed(mine, 'POST_FAILED'), undefined)
  t.ok(await mailed(mine, 'LIMIT_REACHED'))
  t.ok(await mailed(other, 'POST_FAILED'))
})

test('the page’s own button works: a form without a body', async (t) => {
  const mine = await registerUser(app)
  const url = pathOf(
    unsubscribeUrl(context.config, { userId: mine.user.id, types: ['POST_FAILED'] }),
  )
  t.equal((await app.inject({ method: 'POST', url })).statusCode, 200)
  t.notOk((await emails(mine)).includes('POST_FAILED'))
})

test('what is told in the app stays as it was chosen', async (t) => {
  const mine = await registerUser(app)
  const change = { type: 'POST_FAILED', inApp: false, email: true }
  await send(mine, 'PATCH', '/users/me/notification-preferences', { preferences: [change] })
  const url = pathOf(
    unsubscribeUrl(context.config, { userId: mine.user.id, types: ['POST_FAILED'] }),
  )
  await app.inject({ method: 'POST', url })
  const { data } = await send(mine, 'GET', '/users/me/notification-preferences')
  t.same(
    data.find(({ type }: Preference) => type === 'POST_FAILED'),
    { type: 'POST_FAILED', inApp: false, email: false },
  )
})

test('an address that T21 did not make ends nothing and is told apart from no other', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const before = await emails(mine)
  const token = (userId: string, secret = context.config.urlSecret) =>
    unsubscribeUrl({ ...context.config, urlSecret: secret }, { userId, types: ['POST_FAILED'] })
      .split('/')
      .at(-1) ?? ''
  const [said = '', signature = ''] = token(mine.user.id).split('.')
  const [, foreign = ''] = token(other.user.id).split('.')
  const all = Buffer.from(`${mine.user.id},POST_FAILED,LIMIT_REACHED`).toString('base64url')
  const answers = await Promise.all(
    [
      'x',
      said,
      `${said}.`,
      `${said}.${foreign}`,
      `${all}.${signature}`,
      `${said}.${signature}.x`,
      `${said}.${signature.slice(0, -1)}`,
      token(mine.user.id, 'another secret'),
    ].flatMap((wrong) =>
      (['GET', 'POST'] as const).map((method) =>
        app.inject({ method, url: `/v1/unsubscribe/${encodeURIComponent(wrong)}` }),
      ),
    ),
  )
  t.same(
    [...new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body.length}`))],
    [`404 ${answers[0]?.body.length}`],
  )
  t.same(await emails(mine), before)
})

test('who is gone needs no answer of their own, and payment cannot be ended by any address', async (t) => {
  const mine = await registerUser(app)
  for (const [userId, types] of [
    ['0199a1c2-0000-7000-8000-000000000001', ['POST_FAILED']],
    [mine.user.id, ['PAYMENT_FAILED']],
  ] as [string, NotificationType[]][]) {
    const url = pathOf(unsubscribeUrl(context.config, { userId, types }))
    t.equal((await app.inject({ method: 'POST', url })).statusCode, 200)
  }
  t.match(await database.system('notification_preferences').where({ user_id: mine.user.id }), {
    length: 0,
  })
  t.match(
    await send(mine, 'PATCH', '/users/me/notification-preferences', {
      preferences: [{ type: 'PAYMENT_FAILED', email: false }],
    }),
    { statusCode: 422, error: { details: [{ field: 'preferences[0].email' }] } },
  )
  // Written before that was so.
  await database
    .system('notification_preferences')
    .insert({ user_id: mine.user.id, type: 'PAYMENT_FAILED', in_app: false, email: false })
  const mail = await mailed(mine, 'PAYMENT_FAILED')
  t.match(mail, { tag: 'payment-failed', subject: 'You pay twice' })
  t.equal(mail?.headers, undefined)
})

test('what is about payment has a mail of its own beside what can be ended', async (t) => {
  const mine = await registerUser(app)
  const before = sentMails.length
  await tell(mine, 'PAYMENT_FAILED')
  await tell(mine, 'POST_FAILED')
  await tell(mine, 'LIMIT_REACHED')
  await deliver()
  const mails = sentMails.slice(before).filter(({ to }) => to === mine.user.email)
  t.same(new Set(mails.map(({ tag }) => tag)), new Set(['notifications', 'payment-failed']))
  t.equal(mails.length, 2)
})

async function tell({ organizationId }: Caller, type: NotificationType): Promise<void> {
  await database.system.transaction((transaction) =>
    notify(transaction, { organizationId, type, words: say('paidTwice'), link: '/x' }),
  )
}

/** The mail that tells this, where one comes. */
async function mailed(who: Caller, type: NotificationType) {
  const before = sentMails.length
  await tell(who, type)
  await deliver()
  return sentMails.slice(before).find(({ to }) => to === who.user.email)
}

async function deliver(): Promise<void> {
  await database.system('notifications').update({
    email_at: database.system.raw(`email_at - interval '1 minute'`),
  })
  await mailNotifications(context)
  await sendDueMail(context)
}

/** The types that come by mail. */
async function emails(who: Caller): Promise<string[]> {
  const { data } = await send(who, 'GET', '/users/me/notification-preferences')
  return data.filter(({ email }: Preference) => email).map(({ type }: Preference) => type)
}

function pathOf(url: string | undefined): string {
  return new URL(url ?? 'https://nowhere.example').pathname
}
