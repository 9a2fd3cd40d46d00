import { t as file, test } from 'tap'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { mailNotifications } from './mail-notifications.ts'
import type { NotificationType } from './notification-types.ts'
import { notificationTypes, type Preference } from './preferences.ts'
import { say } from './notice-words.ts'
import { notify } from './notifications.service.ts'
import { notifyPerson } from './notify-person.ts'

const made = await testApp(file)
const { app, context, database } = made
const send = senderOf(app)
const path = '/users/me/notification-preferences'
type Caller = Awaited<ReturnType<typeof registerUser>>

test('one sees how one is told of everything, and changes only what one names', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const before = (await send(mine, 'GET', path)).data as Preference[]
  t.same(
    before.map(({ type }) => type),
    notificationTypes,
  )
  t.ok(before.every(({ inApp }) => inApp))
  t.same(of(before, 'POST_FAILED'), { type: 'POST_FAILED', inApp: true, email: true })
  t.same(of(before, 'POST_PUBLISHED'), { type: 'POST_PUBLISHED', inApp: true, email: false })

  const answers = await Promise.all([
    send(mine, 'PATCH', path, { preferences: [{ type: 'POST_PUBLISHED', email: true }] }),
    send(mine, 'PATCH', path, { preferences: [{ type: 'POST_PUBLISHED', inApp: false }] }),
  ])
  for (const { statusCode } of answers) t.equal(statusCode, 200)
  const after = (await send(mine, 'GET', path)).data as Preference[]
  t.same(of(after, 'POST_PUBLISHED'), { type: 'POST_PUBLISHED', inApp: false, email: true })
  t.same(
    after.filter(({ type }) => type !== 'POST_PUBLISHED'),
    before.filter(({ type }) => type !== 'POST_PUBLISHED'),
  )
  t.same((await send(other, 'GET', path)).data, before)
})

test('bad preferences are refused by name and change nothing', async (t) => {
  const mine = await registerUser(app)
  for (const [preferences, field] of [
    [[], 'preferences'],
    [[{ type: 'WEATHER', email: true }], 'preferences[0].type'],
    [[{ type: 'POST_FAILED', email: 'no' }], 'preferences[0].email'],
    [[{ type: 'POST_FAILED', sms: true }], 'preferences[0].sms'],
    [[{ type: 'POST_FAILED' }, { type: 'POST_FAILED', email: false }], 'preferences[1].type'],
  ] as const) {
    const answer = await send(mine, 'PATCH', path, { preferences })
    t.match(answer, { statusCode: 422, error: { details: [{ field }] } }, JSON.stringify(answer))
  }
  t.same(await database.system('notification_preferences').where({ user_id: mine.user.id }), [])
})

test('everybody is told as they want, by whoever tells', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const { organizationId } = mine
  const colleague = await buildUser(database)
  await buildMember(database, { organizationId, userId: colleague.id, role: 'VIEWER' })
  const theirs = { ...(await loginAs(app, colleague)), organizationId }
  const want = (who: Caller, change: object) =>
    send(who, 'PATCH', path, { preferences: [{ type: 'POST_FAILED', ...change }] })
  await want(mine, { inApp: false, email: false })
  await want(theirs, { email: false })
  const told = await inOrganizations(database, [organizationId], (transaction) =>
    notify(transaction, notice(organizationId, 'POST_FAILED')),
  )
  t.equal(told, 1)
  t.same(await titles(mine), [])
  t.same(await titles(theirs), ['POST_FAILED'])
  await database.system.transaction((transaction) =>
    notifyPerson(transaction, mine.user.id, notice(organizationId, 'POST_FAILED')),
  )
  t.same(await titles(mine), [])
  await want(mine, { inApp: true })
  await database.system.transaction((transaction) =>
    notifyPerson(transaction, mine.user.id, notice(organizationId, 'POST_FAILED')),
  )
  t.same(await titles(mine), ['POST_FAILED'])
  t.same(await titles(other), [])
  await passMinute()
  await mailNotifications(context)
  t.same(await mailsTo(mine), [])
})

test('what is wanted by mail is mailed after a minute, together, once, and not if it was read', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const tell = (who: Caller, type: NotificationType) =>
    database.system.transaction((transaction) =>
      notify(transaction, { ...notice(who.organizationId, type), link: '/posts/1' }),
    )
  await tell(mine, 'POST_FAILED')
  await tell(mine, 'POST_EXPIRED')
  await tell(mine, 'LIMIT_REACHED')
  await tell(mine, 'POST_PUBLISHED')
  await tell(other, 'POST_FAILED')
  t.equal(await mailNotifications(context), 0, 'not within the minute')
  const { data } = await send(mine, 'GET', '/users/me/notifications')
  const read = data.find(({ type }: { type: string }) => type === 'LIMIT_REACHED')
  await send(mine, 'PATCH', `/users/me/notifications/${read.id}/read`)
  await passMinute()

  const counts = await Promise.all(Array.from({ length: 4 }, () => mailNotifications(context)))

  t.equal(
    counts.reduce((sum, count) => sum + count, 0),
    3,
  )
  const mails = await mailsTo(mine)
  t.equal(mails.length, 1)
  t.equal(mails[0]?.subject, '2 notifications')
  t.match(
    mails[0]?.text,
    /POST_FAILED has .+\n\nSo\. .+\n\nOpen it in T21:\nhttp\S+\/posts\/1\n\nPOST_EXPIRED has .+\n/,
  )
  t.notMatch(mails[0]?.text, /LIMIT_REACHED|POST_PUBLISHED/)
  t.match(await mailsTo(other), [{ subject: `POST_FAILED${ofType}` }])
})

test('only by mail: it stands in no list, and is mailed', async (t) => {
  const mine = await registerUser(app)
  const change = { type: 'POST_PUBLISHED', inApp: false, email: true }
  await send(mine, 'PATCH', path, { preferences: [change] })
  await database.system.transaction((transaction) =>
    notify(transaction, notice(mine.organizationId, 'POST_PUBLISHED')),
  )
  t.same(await titles(mine), [])
  t.same((await send(mine, 'POST', '/users/me/notifications/read-all')).data, { read: 0 })
  await passMinute()
  await mailNotifications(context)
  t.match(await mailsTo(mine), [{ subject: `POST_PUBLISHED${ofType}` }])
})

test('no mail goes to who left meanwhile, is suspended, or has not proved the address', async (t) => {
  for (const leave of [
    ({ user }: Caller) => database.system('team_members').where({ user_id: user.id }).delete(),
    ({ user }: Caller) =>
      database.system('users').where({ id: user.id }).update({ status: 'suspended' }),
    ({ user }: Caller) =>
      database.system('users').where({ id: user.id }).update({ email_verified_at: null }),
  ]) {
    const mine = await registerUser(app)
    await database.system.transaction((transaction) =>
      notify(transaction, notice(mine.organizationId, 'POST_FAILED')),
    )
    await leave(mine)
    await passMinute()
    t.equal(await mailNotifications(context), 0)
    t.same(await mailsTo(mine), [])
  }
})

function of(preferences: readonly Preference[], type: NotificationType): Preference | undefined {
  return preferences.find((one) => one.type === type)
}

const ofType = ' has to be connected again'

/** Its title tells its type. */
function notice(organizationId: string, type: NotificationType) {
  return {
    organizationId,
    type,
    words: say('accountNeedsReconnect', { username: type, reason: 'So.' }),
  }
}

async function titles(who: Caller): Promise<string[]> {
  const { data } = await send(who, 'GET', '/users/me/notifications')
  return data.map(({ title }: { title: string }) => title.replace(ofType, ''))
}

/** What waits for a minute has waited for it. */
async function passMinute(): Promise<void> {
  await database.system('notifications').update({
    email_at: database.system.raw(`email_at - interval '1 minute'`),
  })
}

async function mailsTo({ user }: Caller) {
  await sendDueMail(context)
  return made.sentMails.filter(({ to }) => to === user.email)
}
