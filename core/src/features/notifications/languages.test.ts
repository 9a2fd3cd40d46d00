import { t as file, test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { buildMember } from '../../../../test/support/factories.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { mailNotifications } from './mail-notifications.ts'
import { say } from './notice-words.ts'
import { notify } from './notifications.service.ts'
import { notifyPerson } from './notify-person.ts'

const made = await testApp(file)
const { app, context, database } = made
const send = senderOf(app)
type Caller = Awaited<ReturnType<typeof registerUser>>

const english = {
  title: 'harbour has to be connected again',
  message: 'It ended. Posts to this account wait until it is connected again.',
}
const bracketed = { title: `⟦${english.title}⟧`, message: `⟦${english.message}⟧` }

test('one organization, two languages: each member reads and is mailed in theirs, a stranger in English', async (t) => {
  const [mine, colleague, other] = await Promise.all([speaks('en-XA'), speaks(null), speaks('en')])
  const { organizationId } = mine
  await buildMember(database, { organizationId, userId: colleague.user.id, role: 'ADMIN' })
  await Promise.all([tell(organizationId), tell(other.organizationId)])

  t.match(await told(mine), [bracketed])
  t.match(await told(colleague), [english])
  t.match(await told(other), [english])
  const [first] = await told(mine)
  const path = `/users/me/notifications/${first?.id}/read`
  t.match((await send(mine, 'PATCH', path)).data, { ...bracketed, read: true })
  const rows = await database.system('notifications').where({ organization_id: organizationId })
  t.match(
    rows,
    [english, english],
    'programs that read the tables, and older versions, see English',
  )

  await database.system('notifications').update({ read_at: null })
  const mails = await mailed(mine, colleague, other)
  t.same(
    mails.map(([mail]) => mail?.subject),
    [bracketed.title, english.title, english.title],
  )
  t.match(mails[0]?.[0]?.text, bracketed.message)
  t.match(mails[0]?.[0]?.html, bracketed.message)
  t.match(mails[1]?.[0]?.text, /^It ended\. Posts/m)
})

test('what comes together in one mail is in the reader’s language as well', async (t) => {
  const [mine, other] = await Promise.all([speaks('en-XA'), speaks('en')])
  for (const { organizationId } of [mine, mine, other, other]) await tell(organizationId)
  const [theirs, plain] = (await mailed(mine, other)).map(([mail]) => mail?.text ?? '')
  t.equal(theirs?.split(`${bracketed.title}\n`).length, 3)
  t.equal(plain?.split(`${english.title}\n`).length, 3)
  t.notMatch(plain, /⟦/)
})

test('what one person is told alone, too; a new language acts at once, also on what is there', async (t) => {
  const [mine, other] = await Promise.all([speaks(null), speaks('en')])
  for (const { user } of [mine, other]) {
    await database.system.transaction((transaction) =>
      notifyPerson(transaction, user.id, {
        type: 'IMPORT_FINISHED',
        words: say('importFinished'),
      }),
    )
  }
  t.match(await told(mine), [{ title: 'Your import is finished' }])
  await send(mine, 'PATCH', '/users/me', { locale: 'en-XA' })
  t.match(await told(mine), [{ title: '⟦Your import is finished⟧' }])
  t.match(await told(other), [{ title: 'Your import is finished' }])
})

test('rows of older versions, and of newer ones, are read as they were stored, in every language', async (t) => {
  const [mine, other] = await Promise.all([speaks('en-XA'), speaks('en')])
  for (const { organizationId } of [mine, mine, other]) await tell(organizationId)
  const [first, second] = await told(mine)
  const rows = database.system('notifications')
  await rows.clone().where({ id: first?.id }).update({ words: null })
  const newer = JSON.stringify({ key: 'ofANewerVersion', values: {} })
  await rows.clone().where({ id: second?.id }).update({ words: newer })

  t.match(await told(mine), [english, english])
  t.match(await told(other), [english])
  const [[mail] = []] = await mailed(mine)
  t.equal(mail?.text.split(`\n${english.message}\n`).length, 3)
})

async function speaks(locale: string | null): Promise<Caller> {
  const who = await registerUser(app)
  await send(who, 'PATCH', '/users/me', { locale })
  return who
}

async function tell(organizationId: string): Promise<void> {
  await database.system.transaction((transaction) =>
    notify(transaction, {
      organizationId,
      type: 'ACCOUNT_NEEDS_RECONNECT',
      words: say('accountNeedsReconnect', { username: 'harbour', reason: 'It ended.' }),
    }),
  )
}

async function told(who: Caller): Promise<{ id: string; title: string }[]> {
  return (await send(who, 'GET', '/users/me/notifications')).data as { id: string; title: string }[]
}

/** What came by mail, after the minute that it waits. */
async function mailed(...people: readonly Caller[]) {
  await database.system('notifications').update({
    email_at: database.system.raw(`email_at - interval '1 minute'`),
  })
  const before = made.sentMails.length
  await mailNotifications(context)
  await sendDueMail(context)
  const mails = made.sentMails.slice(before)
  return people.map(({ user }) => mails.filter(({ to }) => to === user.email))
}
