import { t as file, test } from 'tap'
import { registerUser, testApp, type TestUser } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildDelivery,
  buildPost,
  buildSocialAccount,
} from '../../../../test/support/factories.ts'
import { grantPlan, revokePlan } from '../grants/grants.service.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { mailNotifications } from '../notifications/mail-notifications.ts'
import { say } from '../notifications/notice-words.ts'
import { notify, type Notice } from '../notifications/notifications.service.ts'
import { sendMailAgain } from './send-again.service.ts'

const { app, context, database, sentMails } = await testApp(file)
const { system } = database
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

/** Tells somebody, mails it, and lets the mail be sent. @returns the mail */
async function told(...notices: readonly Notice[]) {
  for (const notice of notices)
    await system.transaction((transaction) => notify(transaction, notice))
  await system('notifications')
    .whereNotNull('email_at')
    .update({ email_at: new Date(0) })
  await mailNotifications(context)
  await sendDueMail(context)
  return system('mail_messages').orderBy('id', 'desc').first('id', 'template', 'about', 'body_text')
}

async function world() {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const brand = await buildBrand(database, { organizationId: mine.organizationId })
  const own = { organizationId: mine.organizationId, brandId: brand.id }
  return { mine, other, own }
}

type World = Awaited<ReturnType<typeof world>>

/** What is so, told of, and then not so any more; and what is said then. */
interface Story {
  readonly template: string
  readonly why: RegExp
  begin(
    world: World,
  ): Promise<{ notice: Omit<Notice, 'organizationId'>; end: () => Promise<unknown> }>
}

const stories: Readonly<Record<string, Story>> = {
  'a post that failed is published in the end': {
    template: 'post-failed',
    why: /moved on since/,
    async begin({ own }) {
      const { id } = await buildPost(database, { ...own, status: 'FAILED' })
      const words = say('postNotPublished', { reasons: [], more: 0 })
      const end = () => system('posts').where({ id }).update({ status: 'PUBLISHED' })
      return { notice: { type: 'POST_FAILED', subjectId: id, words }, end }
    },
  },
  'a post failed everywhere that was only partly published before': {
    template: 'post-failed',
    why: /moved on since/,
    async begin({ own }) {
      const { id } = await buildPost(database, { ...own, status: 'PARTIALLY_PUBLISHED' })
      const words = say('postPartlyPublished', { reasons: [], more: 0 })
      const end = () => system('posts').where({ id }).update({ status: 'FAILED' })
      return { notice: { type: 'POST_FAILED', subjectId: id, words }, end }
    },
  },
  'a delivery that was too late is tried again': {
    template: 'post-failed',
    why: /retried it or called it off/,
    async begin({ own }) {
      const { id } = await buildDelivery(database, { ...own, state: 'expired', nextAt: null })
      const words = say('postExpired', { platform: 'TWITTER', reason: 'Late.' })
      const end = () =>
        system('social_posts').where({ id }).update({ state: 'scheduled', next_at: new Date() })
      return { notice: { type: 'POST_EXPIRED', subjectId: id, words }, end }
    },
  },
  'a delivery that waited for a person is resolved': {
    template: 'needs-attention',
    why: /was resolved/,
    async begin({ own }) {
      const { id } = await buildDelivery(database, {
        ...own,
        state: 'needs_attention',
        nextAt: null,
      })
      const words = say('needsAttention', { platform: 'TWITTER', reason: 'Lost.' })
      const end = () => system('social_posts').where({ id }).update({ state: 'failed' })
      return { notice: { type: 'DELIVERY_NEEDS_ATTENTION', subjectId: id, words }, end }
    },
  },
  'an account is connected again': {
    template: 'reconnect',
    why: /connected again/,
    async begin({ own }) {
      const { id } = await buildSocialAccount(database, { ...own, status: 'needs_reconnect' })
      const words = say('accountNeedsReconnect', { username: 'harbour', reason: 'Ended.' })
      const end = () => system('social_accounts').where({ id }).update({ status: 'active' })
      return { notice: { type: 'ACCOUNT_NEEDS_RECONNECT', subjectId: id, words }, end }
    },
  },
  'a connection that was to end has a new token': {
    template: 'reconnect',
    why: /does not end on that day/,
    async begin({ own }) {
      const tokenExpiresAt = inDays(3)
      const { id } = await buildSocialAccount(database, { ...own, tokenExpiresAt })
      const day = tokenExpiresAt.toISOString().slice(0, 10)
      const words = say('accountExpiresSoon', { username: 'harbour', network: 'Chirp', day })
      const end = () =>
        system('social_accounts')
          .where({ id })
          .update({ token_expires_at: inDays(60) })
      return { notice: { type: 'ACCOUNT_EXPIRES_SOON', subjectId: id, words }, end }
    },
  },
  'a payment that was late is made': {
    template: 'payment-failed',
    why: /not late any more/,
    async begin({ mine }) {
      const graceUntil = inDays(7)
      const own = { organization_id: mine.organizationId }
      await system('subscriptions').insert({
        ...own,
        provider: 'acme',
        provider_subscription_id: mine.organizationId,
        price_id: 'p',
        plan: 'PRO',
        tier: 'PRO',
        status: 'past_due',
        current_period_end: inDays(20),
        grace_until: graceUntil,
      })
      const words = say('paymentFailed', { plan: 'PRO', day: graceUntil.toISOString() })
      const end = () =>
        system('subscriptions').where(own).update({ status: 'active', grace_until: null })
      return { notice: { type: 'PAYMENT_FAILED', words }, end }
    },
  },
  'a plan that was given is taken back': {
    template: 'notification',
    why: /another one by now/,
    async begin({ mine }) {
      const until = inDays(9)
      await grantPlan(context, mine.organizationId, { tier: 'PRO', until, mostDays: 90 })
      // Its own notification is not the one that is looked at here.
      await system('notifications').where({ organization_id: mine.organizationId }).delete()
      const words = say('planGiven', { tier: 'PRO', day: until.toISOString() })
      const end = () => revokePlan(context, mine.organizationId)
      return { notice: { type: 'SUBSCRIPTION_UPDATED', words }, end }
    },
  },
  'more is used of what was at its limit': {
    template: 'limit-reached',
    why: /has changed since/,
    async begin({ mine: { organizationId } }) {
      const counter = { organization_id: organizationId, metric: 'brands' }
      await system('quota_counters').insert({ ...counter, period: 'total', used: 3 })
      const words = say('limitReached', { metric: 'brands', used: 3, limit: 3 })
      const dedupeKey = `limit:${organizationId}:brands:total:3:100`
      const end = () => system('quota_counters').where(counter).update({ used: 2 })
      return { notice: { type: 'LIMIT_REACHED', words, dedupeKey }, end }
    },
  },
  'a new month begins after a limit was reached': {
    template: 'limit-reached',
    why: /new month/,
    async begin({ mine: { organizationId } }) {
      const period = new Date().toISOString().slice(0, 7)
      const counter = { organization_id: organizationId, metric: 'posts' }
      await system('quota_counters').insert({ ...counter, period, used: 30 })
      const words = say('limitReached', { metric: 'posts', used: 30, limit: 30 })
      const dedupeKey = `limit:${organizationId}:posts:${period}:30:100`
      // The same numbers, of another month.
      const end = () =>
        system('notifications')
          .where({ dedupe_key: dedupeKey })
          .update({ dedupe_key: dedupeKey.replace(period, '2020-01') })
      return { notice: { type: 'LIMIT_REACHED', words, dedupeKey }, end }
    },
  },
}

for (const [name, story] of Object.entries(stories)) {
  test(`told again while it is so, and not afterwards: ${name}`, async (t) => {
    const its = await world()
    const { notice, end } = await story.begin(its)
    const mail = await told({ ...notice, organizationId: its.mine.organizationId })
    t.match(mail, { template: story.template, body_text: '' }, 'its text is gone')
    const first = sentMails.at(-1)
    t.equal(first?.to, its.mine.user.email)

    t.same(await sendMailAgain(context, mail.id), { to: its.mine.user.email, mailed: 'sent' })
    await sendDueMail(context)
    const again = sentMails.at(-1)
    t.not(again, first)
    t.match(again, { to: first?.to, subject: first?.subject, tag: story.template })
    t.equal(withoutLinks(again), withoutLinks(first), 'the same words')

    await end()
    const sent = sentMails.length
    await t.rejects(sendMailAgain(context, mail.id), { code: 'CONFLICT', message: story.why })
    await sendDueMail(context)
    t.equal(sentMails.length, sent, 'nothing was sent')
  })
}

test('of several that came together those are told that are so; and nothing of somebody else', async (t) => {
  const { mine, other, own } = await world()
  const [first, second] = [
    await buildPost(database, { ...own, status: 'FAILED' }),
    await buildSocialAccount(database, { ...own, status: 'needs_reconnect' }),
  ]
  const { organizationId } = mine
  const post = {
    organizationId,
    type: 'POST_FAILED',
    words: say('postNotPublished', { reasons: [], more: 0 }),
  } as const
  const mail = await told(
    { ...post, subjectId: first.id },
    {
      organizationId,
      type: 'ACCOUNT_NEEDS_RECONNECT',
      subjectId: second.id,
      words: say('accountNeedsReconnect', { username: 'harbour', reason: 'Ended.' }),
    },
  )
  t.match(mail, { template: 'notifications' })
  t.equal(mail.about.length, 2)
  await system('posts').where({ id: first.id }).update({ status: 'PUBLISHED' })
  // Though the mail named it: it is another person's.
  const theirs = await toldTo(other)
  await system('mail_messages')
    .where({ id: mail.id })
    .update({ about: [...mail.about, ...theirs] })
  await sendMailAgain(context, mail.id)
  await sendDueMail(context)
  const again = sentMails.at(-1)
  t.match(again, { to: mine.user.email, tag: 'reconnect' })
  t.notMatch(again?.text, /could not be published|stranger/)
})

test('what was told newer of the same thing is to be sent, not the older', async (t) => {
  const { mine, own } = await world()
  const { id } = await buildPost(database, { ...own, status: 'FAILED' })
  const words = say('postNotPublished', { reasons: [], more: 0 })
  const notice = {
    organizationId: mine.organizationId,
    type: 'POST_FAILED',
    subjectId: id,
    words,
  } as const
  const [older, newer] = [await told(notice), await told(notice)]
  await t.rejects(sendMailAgain(context, older.id), { message: /newer/ })
  t.match(await sendMailAgain(context, newer.id), { mailed: 'sent' })
})

test('who left the organization, or switched it off, is not told again', async (t) => {
  const { mine, own } = await world()
  const { id } = await buildPost(database, { ...own, status: 'FAILED' })
  const words = say('postNotPublished', { reasons: [], more: 0 })
  const mail = await told({
    organizationId: mine.organizationId,
    type: 'POST_FAILED',
    subjectId: id,
    words,
  })
  const wish = { user_id: mine.user.id, type: 'POST_FAILED', in_app: true, email: false }
  await system('notification_preferences').insert(wish)
  await t.rejects(sendMailAgain(context, mail.id), { message: /switched these mails off/ })
  await system('notification_preferences').delete()
  await system('team_members').where({ user_id: mine.user.id }).delete()
  await t.rejects(sendMailAgain(context, mail.id), { message: /not in that organization/ })
})

/** Something that is told to somebody else, and so. */
async function toldTo({ organizationId }: TestUser): Promise<string[]> {
  const brand = await buildBrand(database, { organizationId })
  const { id } = await buildPost(database, { organizationId, brandId: brand.id, status: 'FAILED' })
  const reasons = [{ platform: 'TWITTER', username: 'stranger', reason: 'No.' }]
  const words = say('postNotPublished', { reasons, more: 0 })
  return (await told({ organizationId, type: 'POST_FAILED', subjectId: id, words })).about
}

/** Links to switch mails off are new each time. */
function withoutLinks(mail: { readonly text: string } | undefined): string {
  return (mail?.text ?? '').replaceAll(/https?:\/\/\S+/g, '')
}
