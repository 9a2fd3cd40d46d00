import { randomBytes } from 'node:crypto'
import { Value } from 'typebox/value'
import { test, type Test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import {
  buildBrand,
  buildOrganization,
  buildPost,
  buildSocialAccount,
} from '../../../../test/support/factories.ts'
import { inHours, postServer, postWriters } from '../../../../test/support/post-writer.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import { publishingApp } from '../../../../test/support/publishing-app.ts'
import {
  connectedAccount,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import type { TestDatabase } from '../../../../test/support/database.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { hashToken } from '../auth/secret-tokens.ts'
import { scheduleDeliveries } from '../publishing/scheduling.service.ts'
import { connectAccount } from '../social-accounts/connect-account.ts'
import { requireReconnection } from '../social-accounts/token-store.ts'
import { bodyOf } from './attempt.ts'
import { eventTypes, subscribableTypes, type EventType } from './event-types.ts'
import { emitEvents } from './outbox.ts'

interface Told {
  readonly type: EventType
  readonly data: Record<string, unknown>
}

test('what becomes of deliveries and posts is told as it happens, to who listens in that organization', async (t) => {
  const network = await fakeNetwork(t)
  const { context, database, mine, theirs } = await publishingApp(t, network)
  const listen = listener(database)
  const [here, foreign] = [await listen(mine.organization.id), await listen(theirs.organization.id)]
  const ofBrand = await listen(mine.organization.id, { brand_id: mine.brand.id })
  const { id: otherBrand } = await buildBrand(database, { organizationId: mine.organization.id })
  const ofOther = await listen(mine.organization.id, { brand_id: otherBrand })
  const off = await listen(mine.organization.id, { enabled: false })
  const engine = runEngine(t, context)

  const good = await scheduled(context, { tenant: mine })
  await until(context, good.id, 'published')
  const told = await toldTo(t, database, here)
  t.same(told.map(({ type }) => type).toSorted(), [
    'delivery.published',
    'post.published',
    'post.scheduled',
  ])
  const scope = { organizationId: mine.organization.id, brandId: mine.brand.id }
  t.match(told.find(({ type }) => type === 'post.published')?.data, {
    id: good.postId,
    ...scope,
    status: 'PUBLISHED',
  })
  t.match(told.find(({ type }) => type === 'delivery.published')?.data, {
    id: good.id,
    ...scope,
    postId: good.postId,
    socialAccountId: good.accountId,
    platform: 'TWITTER',
    state: 'published',
  })
  t.same((await toldTo(t, database, ofBrand)).length, 3)
  for (const deaf of [foreign, ofOther, off]) t.same(await toldTo(t, database, deaf), [])

  network.next.push('rejected')
  const bad = await scheduled(context, { tenant: mine })
  await until(context, bad.id, 'failed')
  await engine.stop()
  const lost = await scheduled(context, { tenant: mine })
  await database
    .system('social_posts')
    .where({ id: lost.id })
    .update({
      platform: 'GONE',
      state: 'unknown',
      intent_at: hoursAgo(25),
      unknown_since: hoursAgo(25),
      next_at: hoursAgo(2),
    })
  const half = await buildPost(database, { ...scope, status: 'SCHEDULED' })
  const accounts = [await connectedAccount(context, scope), await connectedAccount(context, scope)]
  await database.system.transaction((transaction) =>
    scheduleDeliveries(transaction, {
      post: half,
      accounts: accounts.map((id) => ({
        id,
        platform: 'TWITTER',
        contentHash: randomBytes(32),
        parts: 1,
      })),
      dueAt: new Date(),
      actor: 'test',
    }),
  )
  network.next.push('rejected')
  runEngine(t, context)
  await until(context, lost.id, 'needs_attention')
  await waitFor(database, half.id, 'PARTIALLY_PUBLISHED')
  const later = (await toldTo(t, database, here)).slice(3)
  const toldOf = (wanted: EventType): unknown[] =>
    later.flatMap(({ type, data }) => (type === wanted ? [data['postId'] ?? data['id']] : []))
  t.same(toldOf('post.scheduled'), [bad.postId, lost.postId, half.id])
  t.same(toldOf('post.failed'), [bad.postId])
  t.same(toldOf('post.partially_published'), [half.id])
  t.same(toldOf('delivery.published'), [half.id])
  t.same(toldOf('delivery.needs_attention'), [lost.postId])
  t.equal(later.length, 7)
})

test('a post that is scheduled, and moved, is told once each time; a draft and a change of text are not', async (t) => {
  const { app, database } = await postServer(t)
  const { mine, other } = await postWriters(app)
  const listen = listener(database)
  const [here, foreign] = [await listen(mine.organizationId), await listen(other.organizationId)]
  await mine.created()
  t.same(await toldTo(t, database, here), [])
  const post = await mine.created({ platforms: ['TWITTER'], scheduledFor: inHours(5) })
  const moved = await mine.send('PATCH', `/posts/${post.id}`, {
    version: post.version,
    scheduledFor: inHours(7),
  })
  t.equal(moved.status, 200)
  const text = { version: moved.body.data.version, content: 'Another text' }
  t.equal((await mine.send('PATCH', `/posts/${post.id}`, text)).status, 200)
  const told = await toldTo(t, database, here)
  t.match(told, [
    { type: 'post.scheduled', data: { id: post.id, scheduledFor: post.scheduledFor } },
    { type: 'post.scheduled', data: { scheduledFor: moved.body.data.scheduledFor } },
  ])
  t.equal(told.length, 2)
  t.same(await toldTo(t, database, foreign), [])
})

test('accounts that are connected or refused, and people who join, are told', async (t) => {
  const { app, context, database } = await testApp(t)
  const send = senderOf(app)
  const [mine, guest] = [await registerUser(app), await registerUser(app)]
  const { id: organizationId } = await buildOrganization(database, {
    ownerId: mine.user.id,
    personal: false,
  })
  const here = await listener(database)(organizationId)
  const foreign = await listener(database)(guest.organizationId)
  const { id: brandId } = await buildBrand(database, { organizationId })
  const place = { organizationId, brandId }
  const made = await inOrganizations(database, [organizationId], (transaction) =>
    connectAccount(
      transaction,
      context.config,
      { ...place, platform: 'FAKE' },
      { platformUserId: '1', username: 'ada', facts: {} },
      { accessToken: 'token', scopes: [] },
      0,
    ),
  )
  const account = await buildConnectedAccount(context, { accessToken: 'dead' }, place)
  t.ok(await requireReconnection(context, account, 'Refused.'))
  t.notOk(await requireReconnection(context, account, 'Refused.'))
  await database.system('invitations').insert({
    organization_id: organizationId,
    email: guest.user.email,
    role: 'VIEWER',
    token_hash: hashToken('t21i_token'),
    invited_by: mine.user.id,
    expires_at: new Date(Date.now() + 60_000),
  })
  const joined = await send(guest, 'POST', '/invitations/accept', { token: 't21i_token' })
  t.equal(joined.statusCode, 200)
  t.match(await toldTo(t, database, here), [
    { type: 'account.connected', data: { id: made, brandId, platform: 'FAKE', status: 'active' } },
    { type: 'account.needs_reconnect', data: { id: account.id, status: 'needs_reconnect' } },
    { type: 'member.joined', data: { organizationId, userId: guest.user.id, role: 'VIEWER' } },
  ])
  t.same(await toldTo(t, database, foreign), [])
})

test('what does not happen in the end is not told', async (t) => {
  const { app, database } = await testApp(t)
  const { organizationId } = await registerUser(app)
  const here = await listener(database)(organizationId)
  const { id: brandId } = await buildBrand(database, { organizationId })
  const { id, platform } = await buildSocialAccount(database, { organizationId, brandId })
  for (const role of ['api', 'system'] as const) {
    const work = database[role].transaction(async (transaction) => {
      await transaction.raw(`select set_config('app.organization_ids', ?, true)`, [organizationId])
      const data = { id, organizationId, brandId, platform, status: 'active' }
      await emitEvents(transaction, [{ organizationId, brandId, type: 'account.connected', data }])
      t.equal((await transaction('webhook_deliveries')).length, 1, role)
      throw new Error('undone')
    })
    await t.rejects(work, /undone/)
  }
  t.same(await toldTo(t, database, here), [])
})

test('every example fits its schema and is thin', (t) => {
  for (const [type, { data, example }] of Object.entries(eventTypes)) {
    t.ok(Value.Check(data, example), type)
    t.ok(bodyOf({ type, createdAt: new Date(), data: example }).length < 1_000, type)
  }
  t.ok(subscribableTypes.length === Object.keys(eventTypes).length - 1)
  t.end()
})

/** Makes endpoints past the API: nothing is sent to them. @returns the id */
function listener(database: TestDatabase) {
  return async (organizationId: string, fields: object = {}): Promise<string> => {
    const [row] = (await database
      .system('webhook_endpoints')
      .insert({
        organization_id: organizationId,
        url: 'https://hooks.example.com/',
        signing_secret: 'sealed',
        ...fields,
      })
      .returning('id')) as { id: string }[]
    return row?.id ?? ''
  }
}

/** What waits for an endpoint, oldest first; each fits the schema of its type. */
async function toldTo(t: Test, database: TestDatabase, endpointId: string): Promise<Told[]> {
  const rows = (await database
    .system('webhook_deliveries')
    .where({ webhook_endpoint_id: endpointId })
    .orderBy('id')) as Told[]
  for (const { type, data } of rows) {
    t.ok(Value.Check(eventTypes[type].data, data), `${type} ${JSON.stringify(data)}`)
  }
  return rows
}

async function waitFor(database: TestDatabase, id: string, status: string): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    const [post] = (await database.system('posts').where({ id })) as { status: string }[]
    if (post?.status === status) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`The post never became ${status}.`)
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000)
}
