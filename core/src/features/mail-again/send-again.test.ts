import { t as file, test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { mailedToken } from '../../../../test/support/auth-client.ts'
import { buildBrand, buildOrganization, buildPost } from '../../../../test/support/factories.ts'
import { examples } from '../mail/examples.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { suppress } from '../mail/suppressions.ts'
import { askForExportOf } from '../privacy/account-exports.service.ts'
import { localWeek } from '../weekly-summaries/local-week.ts'
import { sendWeeklySummaries } from '../weekly-summaries/send-weekly-summaries.ts'
import { sendMailAgain, waysAgain } from './send-again.service.ts'

const made = await testApp(file)
const { app, context, database, sentMails } = made
const { system } = database
const send = senderOf(app)

const lastMailTo = async (recipient: string) =>
  system('mail_messages').where({ recipient }).orderBy('id', 'desc').first()

/** An organization of somebody, who invited somebody else. */
async function invited() {
  const [owner, guest] = [await registerUser(app), await registerUser(app)]
  const { id } = await buildOrganization(database, { ownerId: owner.user.id, personal: false })
  const body = { email: guest.user.email, role: 'ADMIN' }
  const { data } = await send(owner, 'POST', `/organizations/${id}/members`, body)
  const token = await mailedToken(made, guest.user.email)
  const mail = await lastMailTo(guest.user.email)
  const accept = (secret: string) => send(guest, 'POST', '/invitations/accept', { token: secret })
  return { owner, guest, organizationId: id, invitationId: data.id as string, token, mail, accept }
}

test('every mail that T21 sends has a way to be sent again, or a reason why not', (t) => {
  const templates = new Set(examples.map(({ make }) => make(wordsFor('en')).template))
  t.same(Object.keys(waysAgain).toSorted(), [...templates].toSorted())
  t.end()
})

test('an invitation goes out with a new link, and the old one works no more; another one stays as it is', async (t) => {
  const [mine, other] = [await invited(), await invited()]
  const rowOf = (id: string) => system('invitations').where({ id }).first()
  await system('invitations').update({ expires_at: new Date(Date.now() + 3_600_000) })
  const before = await rowOf(other.invitationId)
  t.match(await sendMailAgain(context, mine.mail.id), { to: mine.guest.user.email })
  const token = await mailedToken(made, mine.guest.user.email)
  t.not(token, mine.token)
  const { expires_at: expires } = await rowOf(mine.invitationId)
  t.ok(expires.getTime() > Date.now() + 6 * 86_400_000, 'with all of its time')
  t.same(await rowOf(other.invitationId), before)
  t.equal((await mine.accept(mine.token)).statusCode, 401, 'the old link')
  t.equal((await mine.accept(token)).statusCode, 200)
  await t.rejects(sendMailAgain(context, mine.mail.id), { message: /not open any more/ })
  t.equal((await other.accept(other.token)).statusCode, 200, 'the link of another')
})

test('an invitation that was withdrawn, is over, or whose inviter cannot invite now is not sent again', async (t) => {
  const changes: Readonly<Record<string, (its: Awaited<ReturnType<typeof invited>>) => unknown>> = {
    withdrawn: ({ owner, organizationId, invitationId }) =>
      send(owner, 'DELETE', `/organizations/${organizationId}/invitations/${invitationId}`),
    over: ({ invitationId: id }) =>
      system('invitations').where({ id }).update({ expires_at: new Date() }),
    'the inviter left': ({ organizationId }) =>
      system('team_members').where({ organization_id: organizationId }).delete(),
    'the inviter is a member only': ({ organizationId }) =>
      system('team_members').where({ organization_id: organizationId }).update({ role: 'MEMBER' }),
    'the organization is suspended': ({ organizationId: id }) =>
      system('organizations').where({ id }).update({ status: 'suspended' }),
    'it was to another address': ({ mail: { id } }) =>
      system('mail_messages').where({ id }).update({ recipient: 'other@example.com' }),
  }
  for (const [name, change] of Object.entries(changes)) {
    const its = await invited()
    await change(its)
    const before = await system('invitations').where({ id: its.invitationId }).first()
    await t.rejects(sendMailAgain(context, its.mail.id), { code: 'CONFLICT' }, name)
    t.same(await system('invitations').where({ id: its.invitationId }).first(), before, name)
  }
})

test('the week that ended last is told again with its numbers as they are now, and no older one', async (t) => {
  const mine = await registerUser(app)
  const brand = await buildBrand(database, { organizationId: mine.organizationId })
  const { start, end } = localWeek(new Date(), 'UTC')
  const publishedAt = new Date((start.getTime() + end.getTime()) / 2)
  const post = {
    organizationId: mine.organizationId,
    brandId: brand.id,
    status: 'PUBLISHED',
    publishedAt,
  }
  await buildPost(database, post)
  await system('weekly_summaries').update({ due_at: new Date(0) })
  await sendWeeklySummaries(context, new Date(end.getTime() + 8 * 3_600_000))
  await sendDueMail(context)
  const mail = await lastMailTo(mine.user.email)
  t.match(mail, { template: 'weekly-summary' })
  await buildPost(database, post)
  await sendMailAgain(context, mail.id)
  await sendDueMail(context)
  t.match(sentMails.at(-1), { to: mine.user.email, text: /^Published +2$/m })
  const off = { user_id: mine.user.id, type: 'WEEKLY_SUMMARY', in_app: true, email: false }
  await system('notification_preferences').insert(off)
  await t.rejects(sendMailAgain(context, mail.id), { message: /switched this mail off/ })
  await system('notifications')
    .where({ user_id: mine.user.id })
    .update({ dedupe_key: 'weekly-summary:2020-01-06' })
  await t.rejects(sendMailAgain(context, mail.id), { message: /Another week has ended/ })
})

test('the way to an export is told again while there is one', async (t) => {
  const mine = await registerUser(app)
  await askForExportOf(context, mine.user.id)
  await sendDueMail(context)
  const mail = await lastMailTo(mine.user.email)
  t.match(await sendMailAgain(context, mail.id), { mailed: 'sent' })
  await sendDueMail(context)
  t.match(sentMails.at(-1)?.text, `/settings/exports/${mail.about[0]}`)
  await system('account_exports')
    .where({ user_id: mine.user.id })
    .update({ expires_at: new Date(0) })
  await t.rejects(sendMailAgain(context, mail.id), { message: /have another one made/ })
})

test('what told of a moment, went elsewhere, waits, or is not known, is not sent; it says why', async (t) => {
  const { user } = await registerUser(app)
  const mail = async (fields: object) => {
    const [row] = await system('mail_messages')
      .insert({
        user_id: user.id,
        recipient: user.email,
        subject: '',
        body_text: '',
        state: 'sent',
        ...fields,
      })
      .returning('id')
    return row.id as string
  }
  const before = await system('mail_messages').count()
  for (const [fields, message] of [
    [{ template: 'password-changed' }, /it would say that it happened now/],
    [{ template: 'second-factor-off' }, /it would say that it happened now/],
    [{ template: 'email-changed' }, /it would say that it happened now/],
    [{ template: 'confirm-new-email' }, /not the account’s/],
    [{ template: 'account-deleted' }, /account is gone/],
    [{ template: 'of-another-version' }, /does not know this mail/],
    [{ template: 'constructor' }, /does not know this mail/],
    [{ template: 'post-failed', state: 'waiting' }, /has not been sent yet/],
    [{ template: 'post-failed' }, /not kept any more/],
    [{ template: 'invitation' }, /not open any more/],
  ] as const) {
    const id = await mail(fields)
    await t.rejects(
      sendMailAgain(context, id),
      { code: 'CONFLICT', message },
      JSON.stringify(fields),
    )
  }
  await t.rejects(sendMailAgain(context, user.id), { code: 'NOT_FOUND' })
  t.equal(
    Number((await system('mail_messages').count())[0]?.['count']),
    Number(before[0]?.['count']) + 10,
  )
})

test('an address that gets no mail gets none, and what to do about it is said', async (t) => {
  const [mine, other] = [await invited(), await invited()]
  const address = mine.guest.user.email
  await suppress(system, { address, reason: 'complained', source: 'test' })
  await t.rejects(sendMailAgain(context, mine.mail.id), { message: /Only they can want it again/ })
  await suppress(system, { address, reason: 'bounced', source: 'test' })
  await t.rejects(sendMailAgain(context, mine.mail.id), { message: /send a verification/ })
  t.match(await sendMailAgain(context, other.mail.id), { mailed: 'sent' })

  const asked = {
    user_id: mine.guest.user.id,
    recipient: address,
    subject: '',
    body_text: '',
    state: 'sent',
  }
  const [verify] = await system('mail_messages')
    .insert({ ...asked, template: 'verify-email', necessity: 'asked' })
    .returning('id')
  t.match(
    await sendMailAgain(context, verify.id),
    { mailed: 'sent' },
    'with its link it gets mail again',
  )
})

test('a mail goes to the address that the account has, verified, and to no other; three times an hour', async (t) => {
  const mine = await registerUser(app)
  await askForExportOf(context, mine.user.id)
  await sendDueMail(context)
  const mail = await lastMailTo(mine.user.email)
  const own = system('users').where({ id: mine.user.id })
  await own.clone().update({ email: 'newer@example.com' })
  await t.rejects(sendMailAgain(context, mail.id), { message: /another address by now/ })
  await own.clone().update({ email: mine.user.email, email_verified_at: null })
  await t.rejects(sendMailAgain(context, mail.id), { message: /not verified/ })
  await own.clone().update({ email_verified_at: new Date(), status: 'suspended' })
  await t.rejects(sendMailAgain(context, mail.id), { message: /no account/ })
  await own.clone().update({ status: 'active' })
  for (let count = 0; count < 3; count += 1) await sendMailAgain(context, mail.id)
  await t.rejects(sendMailAgain(context, mail.id), { code: 'RATE_LIMIT_EXCEEDED' })
  const mails = await system('mail_messages').where({ recipient: mine.user.email })
  t.equal(mails.length, 4)
})
