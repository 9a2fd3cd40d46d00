import { test } from 'tap'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingContext, scheduled } from '../../../../test/support/publishing.ts'
import { preflight } from './preflight.ts'

const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * 60_000)

test('what is due within 15 minutes is looked at once, and trouble is told while it can be mended', async (t) => {
  const context = await publishingContext(t, await fakeNetwork(t))
  const { system } = context.database
  const good = await scheduled(context, { dueAt: inMinutes(10) })
  const tooLong = await scheduled(context, {
    dueAt: inMinutes(10),
    post: { content: 'x'.repeat(281) },
  })
  const broken = await scheduled(context, {
    dueAt: inMinutes(10),
    post: { content: 'compose throws' },
  })
  const disconnected = await scheduled(context, { dueAt: inMinutes(10) })
  const later = await scheduled(context, { dueAt: inMinutes(30) })
  await system('social_accounts')
    .where({ id: disconnected.accountId })
    .update({ status: 'needs_reconnect' })

  t.equal(await preflight(context), 4)
  t.equal(await preflight(context), 0, 'nothing is looked at twice')

  const issuesOf = async (id: string) =>
    (await system('social_posts').where({ id }).first()).preflight_issues as { code: string }[]
  t.same(await issuesOf(good.id), [])
  t.match(await issuesOf(tooLong.id), [{ code: 'too_long' }])
  t.match(await issuesOf(broken.id), [{ code: 'connector_failed' }])
  t.match(await issuesOf(disconnected.id), [{ code: 'account_not_connected' }])
  t.same(await issuesOf(later.id), [])
  const told = await system('notifications').where({ type: 'PREFLIGHT_WARNING' })
  t.same(
    new Set(told.map(({ user_id }) => user_id)),
    new Set([tooLong, broken, disconnected].map(({ tenant }) => tenant.user.id)),
  )
  for (const { id } of [tooLong, broken, disconnected]) {
    t.equal(
      (await system('social_posts').where({ id }).first()).state,
      'scheduled',
      'it blocks nothing',
    )
  }
})
