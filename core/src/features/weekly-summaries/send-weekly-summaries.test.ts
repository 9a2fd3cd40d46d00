import { t as file, test } from 'tap'
import { registerUser, testApp, type TestUser } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildDelivery,
  buildMember,
  buildOrganization,
  buildPost,
  buildUser,
} from '../../../../test/support/factories.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { localWeek } from './local-week.ts'
import { sendWeeklySummaries } from './send-weekly-summaries.ts'

const { app, context, database, sentMails } = await testApp(file)
const { system } = database
/** A Monday. */
const monday = (time: string) => new Date(`2026-11-23T${time}Z`)
const lastWeek = new Date('2026-11-18T12:00:00Z')

test('a person is told what was published, failed, did best and comes, of what they see', async (t) => {
  const { mine, other, brand } = await two()
  await posts(brand, { published: 2, failed: 1, scheduled: 3, engagements: [7, 1_200] })
  const theirs = await buildBrand(database, { organizationId: other.organizationId })
  await posts(theirs, { published: 9 })
  const member = await colleague(mine, 'MEMBER', [brand.id])
  const quiet = await buildBrand(database, { organizationId: mine.organizationId })
  const blind = await colleague(mine, 'MEMBER', [quiet.id])
  const viewer = await colleague(mine, 'VIEWER')

  const mails = await run(monday('07:30:00'))

  t.same(new Set(mails.keys()), new Set([mine.user.email, other.user.email, member.email]))
  t.notOk(mails.has(blind.email) || mails.has(viewer.email))
  const mail = mails.get(mine.user.email)?.[0]
  t.equal(mail?.subject, 'Your week: 2 posts (November 16 – 22, 2026)')
  for (const line of [/^Published +2$/m, /^Failed +1$/m, /^Scheduled for this week +3$/m]) {
    t.match(mail?.text, line)
  }
  t.match(mail?.text, /Post 1 +1,200 +–\nPost 0 +7 +–\n/)
  t.notMatch(mail?.text, /of another week/)
  t.match(mail?.headers, { 'List-Unsubscribe': /\/v1\/unsubscribe\// })
  t.match(mails.get(other.user.email)?.[0]?.subject, /9 posts/)
  const words = { key: 'weeklySummary', values: { published: 2, failed: 1, scheduled: 3 } }
  t.match(await told(mine), [{ title: 'Your week', words, in_app: true, email_at: null }])
})

test('once a week and person, however often and by how many it runs', async (t) => {
  const { mine, brand } = await two()
  await posts(brand, { published: 1 })
  const counts = await Promise.all(
    [1, 2, 3, 4].map(() => sendWeeklySummaries(context, monday('08:00:00'))),
  )
  t.equal(
    counts.reduce((sum, one) => sum + one, 0),
    1,
  )
  await system('weekly_summaries').update({ due_at: lastWeek })
  t.equal(await sendWeeklySummaries(context, monday('09:00:00')), 0, 'though the moment was lost')
  await posts(brand, { published: 1, at: new Date('2026-11-25T12:00:00Z') })
  await system('weekly_summaries').update({ due_at: lastWeek })
  t.equal(await sendWeeklySummaries(context, new Date('2026-11-30T09:00:00Z')), 1, 'and the next')
  t.match(await told(mine), { length: 2 })
})

test('it comes on the morning of one’s own Monday', async (t) => {
  const { mine, brand } = await two()
  await posts(brand, { published: 1 })
  await system('brands').where({ id: brand.id }).update({ timezone: 'Asia/Tokyo' })
  t.equal(await sendWeeklySummaries(context, new Date('2026-11-22T21:59:00Z')), 0)
  t.equal(await dueAt(mine), '2026-11-22T22:00:00.000Z', '07:00 in Tokyo')
  // What somebody says of themselves stands before the brand.
  await system('users').where({ id: mine.user.id }).update({ timezone: 'America/New_York' })
  t.equal(await sendWeeklySummaries(context, new Date('2026-11-22T22:30:00Z')), 0, 'still Sunday')
  t.equal(await dueAt(mine), '2026-11-23T12:00:00.000Z')
  t.equal(await sendWeeklySummaries(context, monday('12:00:00')), 1)
  t.equal(await dueAt(mine), '2026-11-30T12:00:00.000Z')
})

test('nothing comes to who had no week, wants none, is gone or unproved, or only has closed organizations', async (t) => {
  for (const change of [
    async ({ user }: TestUser) =>
      system('notification_preferences').insert({
        user_id: user.id,
        type: 'WEEKLY_SUMMARY',
        in_app: true,
        email: false,
      }),
    async ({ user }: TestUser) =>
      system('users').where({ id: user.id }).update({ status: 'suspended' }),
    async ({ user }: TestUser) =>
      system('users').where({ id: user.id }).update({ email_verified_at: null }),
    async ({ organizationId }: TestUser) =>
      system('organizations').where({ id: organizationId }).update({ status: 'suspended' }),
    async ({ organizationId }: TestUser) =>
      system('posts').where({ organization_id: organizationId }).delete(),
  ]) {
    const { mine, brand } = await two()
    await posts(brand, { published: 1 })
    await change(mine)
    t.equal(await sendWeeklySummaries(context, monday('10:00:00')), 0, change.toString())
  }
})

test('what is late by days is left out, not sent late', async (t) => {
  const { mine, brand } = await two()
  await posts(brand, { published: 1 })
  t.equal(await sendWeeklySummaries(context, new Date('2026-11-26T10:00:00Z')), 0)
  t.equal(await dueAt(mine), '2026-11-30T07:00:00.000Z')
})

test('weeks are those of the zone, also where clocks change', (t) => {
  const week = localWeek(new Date('2026-03-30T06:00:00Z'), 'Europe/London')
  t.match(week, { from: '2026-03-23', to: '2026-03-29', isTime: true })
  t.equal(week.start.toISOString(), '2026-03-23T00:00:00.000Z')
  t.equal(week.end.toISOString(), '2026-03-29T23:00:00.000Z')
  t.equal(week.nextDue.toISOString(), '2026-04-06T06:00:00.000Z')
  t.end()
})

/** Two tenants whose weeks are due, and nobody else’s. */
async function two() {
  await system('weekly_summaries').delete()
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  await system('users').update({ email_verified_at: lastWeek })
  await system('weekly_summaries').update({ due_at: lastWeek })
  const brand = await buildBrand(database, { organizationId: mine.organizationId })
  return { mine, other, brand }
}

async function colleague(
  { organizationId }: TestUser,
  role: string,
  brandIds?: readonly string[],
): Promise<{ email: string }> {
  const user = await buildUser(database)
  await buildOrganization(database, { ownerId: user.id })
  await buildMember(database, {
    organizationId,
    userId: user.id,
    role,
    ...(brandIds && { brandIds }),
  })
  await system('users').where({ id: user.id }).update({ email_verified_at: lastWeek })
  await system('weekly_summaries').where({ user_id: user.id }).update({ due_at: lastWeek })
  return user
}

async function posts(
  brand: { readonly id: string; readonly organizationId: string },
  counts: {
    readonly published?: number
    readonly failed?: number
    readonly scheduled?: number
    readonly engagements?: readonly number[]
    readonly at?: Date
  },
): Promise<void> {
  const { published = 0, failed = 0, scheduled = 0, engagements = [], at = lastWeek } = counts
  const where = { brandId: brand.id, organizationId: brand.organizationId }
  const many = (count: number, fields: object) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        buildPost(database, { ...where, content: `Post ${index}`, ...fields }),
      ),
    )
  const done = await many(published, { status: 'PUBLISHED', publishedAt: at })
  await many(failed, { status: 'FAILED', scheduledFor: at })
  await many(scheduled, { status: 'SCHEDULED', scheduledFor: new Date('2026-11-27T12:00:00Z') })
  await many(1, {
    content: 'of another week',
    status: 'PUBLISHED',
    publishedAt: new Date('2026-11-01T12:00:00Z'),
  })
  for (const [index, engagement] of engagements.entries()) {
    const postId = done[index]?.id
    const delivery = await buildDelivery(database, { ...where, postId })
    await system('post_totals').insert({
      organization_id: brand.organizationId,
      social_post_id: delivery.id,
      engagements: engagement,
      known_at: at,
    })
  }
}

async function run(now: Date) {
  const before = sentMails.length
  await sendWeeklySummaries(context, now)
  await sendDueMail(context)
  return Map.groupBy(sentMails.slice(before), ({ to }) => to)
}

async function dueAt({ user }: TestUser): Promise<string> {
  const row = await system('weekly_summaries').where({ user_id: user.id }).first('due_at')
  return row.due_at.toISOString()
}

function told({ user }: TestUser): Promise<object[]> {
  return system('notifications').where({ user_id: user.id, type: 'WEEKLY_SUMMARY' })
}
