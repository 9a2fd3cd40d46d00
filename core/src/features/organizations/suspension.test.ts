import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { loginAs, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildApiKey,
  buildBrand,
  buildMember,
  buildOrganization,
  buildTenant,
  buildUser,
} from '../../../../test/support/factories.ts'
import { fakeNetwork } from '../../../../test/support/publishing-network.ts'
import {
  publishingContext,
  runEngine,
  scheduled,
  until,
} from '../../../../test/support/publishing.ts'
import { sweep } from '../publishing/sweep.ts'
import { restoreUser, suspendUser } from '../users/suspend-user.service.ts'
import { restoreOrganization, suspendOrganization } from './suspend-organization.service.ts'

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000)

async function world(t: Parameters<typeof fakeNetwork>[0]) {
  const network = await fakeNetwork(t)
  const context = await publishingContext(t, network)
  const tenant = await buildTenant(context.database)
  const shared = await buildOrganization(context.database, {
    ownerId: tenant.user.id,
    personal: false,
  })
  const brand = await buildBrand(context.database, { organizationId: shared.id })
  const team = { ...tenant, organization: shared, brand }
  return { network, context, system: context.database.system, tenant, team }
}

test('what falls due in a suspended organization waits, others publish, and it goes out after the restore', async (t) => {
  const { network, context, tenant, team } = await world(t)
  await suspendOrganization(context, team.organization.id, 'unpaid')
  const held = await scheduled(context, { tenant: team })
  const free = await scheduled(context, { tenant })
  runEngine(t, context)
  await until(context, free.id, 'published')
  await sleep(400)
  await until(context, held.id, 'scheduled')
  t.equal(network.attempts, 1)
  t.equal(await restoreOrganization(context, team.organization.id), 1)
  await until(context, held.id, 'published')
  t.equal(network.attempts, 2)
})

test('a suspension between the claim and the call holds the call, and loses nothing', async (t) => {
  const { network, context, system, team } = await world(t)
  const { id } = await scheduled(context, { tenant: team })
  let suspended = false
  runEngine(t, context, async (point) => {
    if (point !== 'claimed' || suspended) return
    suspended = true
    await suspendOrganization(context, team.organization.id, 'unpaid')
  })
  await until(context, id, 'retry_wait')
  await sleep(300)
  t.equal(network.attempts, 0)
  await system('social_posts').where({ id }).update({ next_at: new Date() })
  await restoreOrganization(context, team.organization.id)
  await until(context, id, 'published')
  t.equal(network.attempts, 1)
})

test('what was under way when the suspension came may finish', async (t) => {
  const { network, context, team } = await world(t)
  network.next.push('accepted')
  const { id } = await scheduled(context, { tenant: team })
  let suspended = false
  runEngine(t, context, async (point) => {
    if (point !== 'intent_written' || suspended) return
    suspended = true
    await suspendOrganization(context, team.organization.id, 'unpaid')
  })
  await until(context, id, 'published')
  t.ok(suspended)
})

test('nothing expires while it is suspended; after the restore its grace counts, and late ones come one by one', async (t) => {
  const { context, system, team, tenant } = await world(t)
  await suspendOrganization(context, team.organization.id, 'unpaid')
  const old = await scheduled(context, { tenant: team, dueAt: hoursAgo(7) })
  const { accountId } = old
  const late = await scheduled(context, { tenant: team, accountId, dueAt: hoursAgo(2) })
  const later = await scheduled(context, { tenant: team, accountId, dueAt: hoursAgo(1) })
  const foreign = await scheduled(context, { tenant, dueAt: hoursAgo(1) })
  await sweep(context)
  await until(context, old.id, 'scheduled')

  t.equal(await restoreOrganization(context, team.organization.id), 2, 'those within their grace')
  await sweep(context)
  await until(context, old.id, 'expired')
  const next = async (id: string): Promise<number> => {
    const row = await system('social_posts').where({ id }).first<{ next_at: Date }>('next_at')
    return (row.next_at.getTime() - Date.now()) / 1_000
  }
  t.ok((await next(late.id)) < 5)
  t.ok((await next(later.id)) > 100, 'the second of the account two minutes after the first')
  t.ok((await next(foreign.id)) < -3_000, 'nobody else’s')
})

test('its members and keys are refused as if it were not there, and the audit log knows why', async (t) => {
  const { app, context, database } = await testApp(t)
  const send = senderOf(app)
  const owner = await loginAs(app, await buildUser(database))
  const other = await loginAs(app, await buildUser(database))
  const { id } = await buildOrganization(database, { ownerId: owner.user.id, personal: false })
  await buildMember(database, { organizationId: id, userId: other.user.id, role: 'ADMIN' })
  const key = await buildApiKey(database, {
    organizationId: id,
    userId: owner.user.id,
    scopes: ['organizations:read'],
  })
  const path = `/organizations/${id}`
  t.equal((await send(owner, 'GET', path)).statusCode, 200)

  await suspendOrganization(context, id, 'unpaid')
  await Promise.all([owner, other].map(({ user }) => app.authenticator.forgetUser(user.id)))
  const missing = '/organizations/01997c3e-7a10-7c00-8000-00000000ffff'
  for (const who of [owner, other]) {
    const answer = await send(who, 'GET', path)
    t.equal(answer.statusCode, 404)
    t.same(answer.error, (await send(who, 'GET', missing)).error)
    t.same((await send(who, 'GET', '/organizations')).data, [])
  }
  t.equal((await send(key, 'GET', path)).statusCode, 401)

  await restoreOrganization(context, id)
  await Promise.all([owner, other].map(({ user }) => app.authenticator.forgetUser(user.id)))
  t.equal((await send(owner, 'GET', path)).statusCode, 200)
  t.equal((await send(key, 'GET', path)).statusCode, 200)
  const log = await send(owner, 'GET', `/audit-log?organizationId=${id}&resource=organization`)
  t.match(log.data.map(({ changes }: { changes: object }) => changes).slice(0, 2), [
    { status: { from: 'suspended', to: 'active' }, suspendedBecause: { from: 'unpaid' } },
    { status: { from: 'active', to: 'suspended' }, suspendedBecause: { to: 'unpaid' } },
  ])
})

test('with a person go the sessions, for good, and the personal organization; the team’s posts go on', async (t) => {
  const { context, system, tenant, team } = await world(t)
  const { id } = tenant.user
  await system('sessions').insert({ user_id: id, expires_at: hoursAgo(-1) })
  const [own, ofTeam] = [
    await scheduled(context, { tenant }),
    await scheduled(context, { tenant: team }),
  ]
  t.equal((await suspendUser(context, id, 'spam')).length, 1)
  await t.rejects(suspendUser(context, id, 'spam'), { code: 'NOT_FOUND' }, 'once')
  runEngine(t, context)
  await until(context, ofTeam.id, 'published')
  await sleep(300)
  await until(context, own.id, 'scheduled')

  t.equal(await restoreUser(context, id), 1)
  await until(context, own.id, 'published')
  const sessions = await system('sessions').where({ user_id: id })
  t.match(sessions, [{ revoked_because: 'suspended' }], 'what was open stays closed')
})

test('a personal organization is suspended with its person only, and nothing is suspended twice', async (t) => {
  const { context, system, tenant, team } = await world(t)
  const { id } = tenant.organization
  const refused = { code: 'PERSONAL_ORGANIZATION' }
  await t.rejects(suspendOrganization(context, id, 'unpaid'), refused)
  await suspendUser(context, tenant.user.id, 'spam')
  await t.rejects(restoreOrganization(context, id), refused)
  await t.rejects(restoreOrganization(context, team.organization.id), { code: 'NOT_FOUND' })
  await suspendOrganization(context, team.organization.id, 'unpaid')
  await t.rejects(suspendOrganization(context, team.organization.id, 'x'), { code: 'NOT_FOUND' })
  t.match(await system('organizations').where({ id: team.organization.id }), [
    { status: 'suspended', suspended_because: 'unpaid' },
  ])
})
