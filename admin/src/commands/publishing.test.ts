import { failures } from '@t21/plugin-kit'
import { test, type Test } from 'tap'
import { SocialAccount } from '../../../core/src/features/social-accounts/social-account.model.ts'
import {
  resolveDelivery,
  retryDelivery,
} from '../../../core/src/features/publishing/deliveries.service.ts'
import { usableToken } from '../../../core/src/features/social-accounts/tokens.service.ts'
import { loginAs } from '../../../test/support/app.ts'
import { buildConnectedAccount } from '../../../test/support/connected-account.ts'
import { consoleUser, testConsole, type ConsoleUser } from '../../../test/support/console.ts'
import { buildTenant } from '../../../test/support/factories.ts'
import { ownerOf } from '../../../test/support/principal.ts'
import { fakeNetwork } from '../../../test/support/publishing-network.ts'
import { fastPublishing, runEngine, scheduled, until } from '../../../test/support/publishing.ts'

const reason = 'The customer asked for it by mail.'

async function start(t: Test, verbs: Parameters<typeof fakeNetwork>[2] = {}) {
  const network = await fakeNetwork(t, {}, verbs)
  const console = await testConsole(t, {
    plugins: network.plugins,
    connectorHttp: network.connectorHttp,
    variables: { ...fastPublishing, PUBLISHING_QUIET: '1s' },
  })
  const support = await consoleUser(console, 'SUPPORT')
  const tenant = await buildTenant(console.database)
  const other = await scheduled(console.context, { dueAt: new Date(Date.now() + 3_600_000) })
  return { ...console, network, support, tenant, other }
}

type Started = Awaited<ReturnType<typeof start>>

/** Does a command as the form does, and answers the notice. */
async function command(who: ConsoleUser, path: string, more: object = {}) {
  const seen = path.endsWith('/resolve') ? { version: await versionOf(who, path) } : {}
  return send(who, path, { ...seen, ...more })
}

/** What the form holds of the delivery when it is opened. */
async function versionOf(who: ConsoleUser, path: string): Promise<unknown> {
  const opened = await who.send('GET', `/api/resources/${path}`)
  return opened.json<{ record?: { params: { version: number } } }>().record?.params.version
}

async function send(who: ConsoleUser, path: string, more: object) {
  const answer = await who.send('POST', `/api/resources/${path}`, { reason, ...more })
  const { notice, record } = answer.json<{
    notice?: { type: string; message: string }
    record?: { params: Record<string, unknown>; errors?: Record<string, { message: string }> }
  }>()
  return { status: answer.statusCode, notice, record }
}

const onDelivery = (id: string, action: string) => `deliveries/records/${id}/${action}`

async function put({ database }: Started, id: string, state: string, more: object = {}) {
  const at = state === 'unknown' || state === 'retry_wait' ? new Date(Date.now() + 3_600_000) : null
  await database
    .system('social_posts')
    .where({ id })
    .update({ state, next_at: at, ...more })
}

async function stateOf({ database }: Started, id: string) {
  return database.system('social_posts').where({ id }).first('state', 'part', 'next_at', 'fence')
}

const auditOf = ({ database }: Started, id: string) =>
  database
    .system('staff_audit')
    .where({ subject_id: id })
    .whereNot({ action: 'read' })
    .orderBy('id')

test('support retries what failed; the history, the customer’s log and the staff’s log say who it was', async (t) => {
  const started = await start(t)
  const { app, context, database, network, support, tenant, other } = started
  network.next.push('rejected')
  const { id } = await scheduled(context, { tenant })
  runEngine(t, context)
  await until(context, id, 'failed')

  const done = await command(support, onDelivery(id, 'retry'))
  t.match(done, { status: 200, notice: { type: 'success', message: 'It is tried again now.' } })
  await until(context, id, 'published')
  t.equal(network.posts.length, 1, 'once')

  const events = await database.system('delivery_events').where({ delivery_id: id }).orderBy('id')
  t.match(
    events.find(({ transition }) => transition === 'T21'),
    { actor: `staff:${support.id}`, from_state: 'failed', to_state: 'scheduled' },
  )
  const owner = await loginAs(app, tenant.user)
  const log = await app.inject({
    url: `/v1/audit-log?organizationId=${tenant.organization.id}&resource=delivery`,
    headers: owner.auth,
  })
  t.match(log.json(), {
    data: [
      {
        resourceId: id,
        action: 'updated',
        changes: { state: { from: 'failed', to: 'scheduled' } },
      },
    ],
  })
  t.equal(log.json().data.length, 1, 'and nothing of what the workers did')
  t.match(JSON.stringify(log.json().data[0]), /staff/)
  t.notMatch(log.body, support.email)
  t.match(await auditOf(started, id), [
    {
      action: 'retry',
      outcome: 'done',
      reason,
      staff_email: support.email,
      organization_id: tenant.organization.id,
      before: { state: 'failed', problem: 'content_rejected' },
      // The workers may have it already.
      after: { state: /^(scheduled|claimed|preparing|sending|published)$/ },
    },
  ])
  t.match(await stateOf(started, other.id), { state: 'scheduled' }, 'a stranger’s is as it was')
})

test('a delivery that moved on, and the second of two people, are told, and nothing changes', async (t) => {
  const started = await start(t)
  const { context, database, support, tenant } = started
  const second = await consoleUser(started, 'SUPPORT')
  const { id } = await scheduled(context, { tenant })
  await put(started, id, 'needs_attention')
  const url = 'https://x.com/acme/status/1790000000000000001'
  const answers = await Promise.all([
    command(support, onDelivery(id, 'resolve'), { outcome: 'published', url }),
    command(second, onDelivery(id, 'resolve'), { outcome: 'not_published' }),
  ])
  t.equal(answers.filter(({ notice }) => notice?.type === 'success').length, 1)
  const told = answers.find(({ notice }) => notice?.type === 'error')
  t.match(told?.notice?.message, /moved on|waits for no decision/)
  const people = await database
    .system('delivery_events')
    .where({ delivery_id: id })
    .where('actor', 'like', 'staff:%')
  t.equal(people.length, 1, 'one of them decided')
  const audit = await auditOf(started, id)
  t.equal(audit.filter(({ outcome }) => outcome === 'done').length, 1)

  t.match(await command(support, onDelivery(id, 'cancel')), {
    notice: { type: 'error', message: /moved on/ },
  })
})

test('resolving takes an address of the network, or none; "not there" has none', async (t) => {
  const started = await start(t)
  const { context, support, tenant } = started
  const there = await scheduled(context, { tenant })
  const absent = await scheduled(context, { tenant })
  await put(started, there.id, 'needs_attention')
  await put(started, absent.id, 'needs_attention')
  const refused = async (more: object, field: string) => {
    const { notice, record } = await command(support, onDelivery(there.id, 'resolve'), more)
    t.equal(notice?.type, 'error', JSON.stringify(more))
    t.ok(record?.errors?.[field], `${JSON.stringify(more)} is refused at ${field}`)
    t.match(await stateOf(started, there.id), { state: 'needs_attention' })
  }
  await refused({}, 'outcome')
  await refused({ outcome: 'perhaps' }, 'outcome')
  await refused({ outcome: 'published', url: 'javascript:alert(1)' }, 'url')
  await refused({ outcome: 'not_published', url: 'https://x.com/acme/status/1' }, 'url')
  await refused({ outcome: 'published', reason: ' x ' }, 'reason')

  const url = 'https://x.com/acme/status/1790000000000000001'
  const done = await command(support, onDelivery(there.id, 'resolve'), {
    outcome: 'published',
    url,
  })
  t.match(done.record?.params, { state: 'published', url, remotePost: '1790000000000000001' })
  const failed = await command(support, onDelivery(absent.id, 'resolve'), {
    outcome: 'not_published',
  })
  t.match(failed.record?.params, { state: 'failed', problem: 'not_published' })
})

test('what somebody saw before it was sent again decides nothing', async (t) => {
  const started = await start(t)
  const { context, network, support, tenant } = started
  network.next.push('reset_before', 'lose_reply')
  network.hideTimelines = true
  const { id } = await scheduled(context, { tenant })
  runEngine(t, context)
  await until(context, id, 'needs_attention')
  const form = onDelivery(id, 'resolve')
  const version = await versionOf(support, form)
  t.equal(network.posts.length, 0, 'it is not there, and somebody sees that')

  const owner = ownerOf(tenant.organization.id, tenant.user.id)
  await resolveDelivery(context, owner, id, { outcome: 'not_published' })
  await retryDelivery(context, owner, id)
  await until(context, id, 'needs_attention')
  t.equal(network.posts.length, 1, 'now it is')

  t.match(await send(support, form, { outcome: 'not_published', version }), {
    notice: { type: 'error', message: /sent again since/ },
  })
  t.match(await send(support, form, { outcome: 'not_published' }), {
    notice: { type: 'error', message: /Open the form again/ },
  })
  t.match(await stateOf(started, id), { state: 'needs_attention' })
  const url = `https://x.com/acme/status/${network.posts[0]?.id}`
  const done = await command(support, form, { outcome: 'published', url })
  t.match(done.record?.params, { state: 'published' })
})

test('what waits is called off, and what is sent at this moment is not', async (t) => {
  const started = await start(t)
  const { context, support, tenant } = started
  const dueAt = new Date(Date.now() + 3_600_000)
  const { id } = await scheduled(context, { tenant, dueAt })
  const sending = await scheduled(context, { tenant, dueAt })
  const lease = new Date(Date.now() + 60_000)
  await put(started, sending.id, 'sending', {
    lease_until: lease,
    next_at: lease,
    intent_at: new Date(),
  })
  t.match(await command(support, onDelivery(id, 'cancel')), {
    record: { params: { state: 'canceled' } },
  })
  t.match(await command(support, onDelivery(sending.id, 'cancel')), {
    notice: { type: 'error', message: /moved on/ },
  })
  t.match(await stateOf(started, sending.id), { state: 'sending' })
})

test('the network is asked again about what waits for a person, and what it shows settles it', async (t) => {
  const started = await start(t)
  const { context, database, network, support, tenant } = started
  network.next.push('lose_reply')
  network.hideTimelines = true
  const { id } = await scheduled(context, { tenant })
  const engine = runEngine(t, context)
  await until(context, id, 'needs_attention')
  await engine.stop()
  network.hideTimelines = false
  const asked = await command(support, onDelivery(id, 'look'))
  t.equal(asked.notice?.type, 'success', JSON.stringify(asked.notice))
  t.match(await stateOf(started, id), { state: 'unknown' }, 'no answer is made up here')
  runEngine(t, context)
  const found = await until(context, id, 'published')
  t.equal(found.proof, 'reconcile')
  t.equal(network.attempts, 1, 'nothing was sent a second time')
  const [event] = await database
    .system('delivery_events')
    .where({ delivery_id: id, transition: 'T24' })
  t.equal(event.actor, `staff:${support.id}`)
})

test('the next look at an unknown outcome is brought forward, and not while somebody looks', async (t) => {
  const started = await start(t)
  const { context, support, tenant } = started
  const { id } = await scheduled(context, { tenant })
  await put(started, id, 'unknown')
  const before = await stateOf(started, id)
  t.equal((await command(support, onDelivery(id, 'look'))).notice?.type, 'success')
  const brought = await stateOf(started, id)
  t.ok(brought.next_at <= new Date(), 'due')
  t.match(brought, { state: 'unknown', fence: before.fence })

  const lease = new Date(Date.now() + 60_000)
  await put(started, id, 'processing', { lease_until: lease, next_at: lease })
  t.match(await command(support, onDelivery(id, 'look')), {
    notice: { type: 'error', message: /being asked/ },
  })
  t.same((await stateOf(started, id)).next_at, lease)

  await put(started, id, 'needs_attention', {
    lease_until: null,
    next_at: null,
    error: JSON.stringify({ code: 'worker_died' }),
  })
  t.match(await command(support, onDelivery(id, 'look')), {
    notice: { type: 'error', message: /Nothing had been sent/ },
  })
})

test('staff do not approve: a post that its people have not approved is not retried for them, and they are told who can', async (t) => {
  const started = await start(t)
  const { context, database, support, tenant } = started
  const { id, postId } = await scheduled(context, { tenant })
  await put(started, id, 'failed')
  await database
    .system('organizations')
    .where({ id: tenant.organization.id })
    .update({ members_need_approval: true, name: 'Harbour Coffee' })
  t.match(await command(support, onDelivery(id, 'retry')), {
    notice: {
      type: 'error',
      message:
        /has not been approved, and staff cannot do that\. Ask an owner or an admin of Harbour Coffee to publish the post/,
    },
  })
  await database.system('posts').where({ id: postId }).update({ status: 'PENDING_APPROVAL' })
  t.match(await command(support, onDelivery(id, 'retry')), {
    notice: {
      type: 'error',
      message:
        /waits for approval, and staff cannot give it\. Ask an owner or an admin of Harbour Coffee to approve/,
    },
  })
  t.match(await stateOf(started, id), { state: 'failed' })
  t.match(await auditOf(started, id), [
    { action: 'retry', outcome: 'refused' },
    { action: 'retry', outcome: 'refused' },
  ])
})

test('who may: SUPPORT and ADMIN do it, BILLING does not see it, AUDITOR only sees it; GET does nothing', async (t) => {
  const started = await start(t)
  const { context, database, tenant } = started
  const actions = ['retry', 'resolve', 'cancel', 'look'] as const
  const { id } = await scheduled(context, { tenant })
  await put(started, id, 'failed')
  const accounts = await database.system('social_accounts').first('id')
  for (const role of ['BILLING', 'AUDITOR'] as const) {
    const who = await consoleUser(started, role)
    const paths = [
      ...actions.map((action) => onDelivery(id, action)),
      `social-accounts/records/${accounts.id}/refresh`,
      `social-accounts/records/${accounts.id}/look`,
    ]
    for (const path of paths) {
      const { status, notice } = await command(who, path, { outcome: 'not_published' })
      // AdminJS answers 400 where not even the record may be seen, and a notice where only the action is forbidden.
      t.ok(status >= 400 || notice?.type === 'error', `${role} ${path}`)
      t.match(await stateOf(started, id), { state: 'failed' }, `${role} ${path}`)
    }
    const seen = await who.send('GET', `/api/resources/${onDelivery(id, 'show')}`)
    const isSeen = seen.json().record?.params?.state === 'failed'
    t.equal(isSeen, role === 'AUDITOR', role)
    if (role === 'AUDITOR') {
      t.same(
        seen.json().record.recordActions.map(({ name }: { name: string }) => name),
        ['show'],
      )
    }
  }
  t.same(await auditOf(started, id), [], 'nothing was begun')
  for (const role of ['SUPPORT', 'ADMIN'] as const) {
    const who = await consoleUser(started, role)
    await put(started, id, 'failed')
    await who.send('GET', `/api/resources/${onDelivery(id, 'retry')}?reason=${reason}`)
    t.match(await stateOf(started, id), { state: 'failed' }, 'opening the form does nothing')
    t.equal((await command(who, onDelivery(id, 'retry'))).notice?.type, 'success', role)
  }
})

test('the account is read and its token renewed now; what the network refuses is told, and secrets are not', async (t) => {
  const network = { answers: true, grant: true }
  const started = await start(t, {
    account: async () => {
      if (!network.answers) throw new Error('It broke.')
      return { username: 'renamed', facts: {}, limits: [] }
    },
    oauth: {
      scopes: [],
      authorizeUrl: () => 'https://fake.example/authorize',
      exchange: async () => ({ accessToken: 'fake', scopes: [] }),
      refresh: async () => {
        if (!network.grant) throw failures.reauth({ message: 'The grant was taken back.' })
        return { accessToken: 'fake-token-2', scopes: [], expiresInSeconds: 7_200 }
      },
    },
  })
  const { context, database, support, tenant } = started
  const scope = { organizationId: tenant.organization.id, brandId: tenant.brand.id }
  const tokens = { accessToken: 'fake-token-1', refreshToken: 'fake-refresh-1' }
  const account = await buildConnectedAccount(context, tokens, { platform: 'TWITTER', ...scope })
  const { id } = account
  const path = (action: string) => `social-accounts/records/${id}/${action}`
  const told = []

  told.push(await command(support, path('look')))
  t.match(told.at(-1), { notice: { type: 'success' }, record: { params: { username: 'renamed' } } })
  network.answers = false
  told.push(await command(support, path('look')))
  t.match(told.at(-1)?.notice, {
    type: 'error',
    message: 'The network did not answer as it should.',
  })

  told.push(await command(support, path('refresh')))
  t.match(told.at(-1)?.notice, { type: 'success', message: /lives until/ })
  const renewed = await usableToken(
    context,
    await SocialAccount.query(database.system).findById(id).throwIfNotFound(),
  )
  t.equal(renewed.accessToken, 'fake-token-2')
  network.grant = false
  told.push(await command(support, path('refresh')))
  t.match(told.at(-1)?.notice, { type: 'error', message: /The grant was taken back/ })
  const row = await database.system('social_accounts').where({ id }).first()
  t.equal(row.status, 'needs_reconnect')
  t.match(await command(support, path('refresh')), { notice: { message: /moved on/ } })
  t.match(
    await database.system('notifications').where({ organization_id: scope.organizationId }),
    [{ type: 'ACCOUNT_NEEDS_RECONNECT' }],
    'its owner is told',
  )

  const without = await buildConnectedAccount(
    context,
    { accessToken: 'fake-token-3' },
    { platform: 'TWITTER', ...scope },
  )
  told.push(await command(support, `social-accounts/records/${without.id}/refresh`))
  t.match(told.at(-1)?.notice, { type: 'error', message: /moved on/ })
  const asked = (resource: string) =>
    database.system('audit_logs').where({ organization_id: scope.organizationId, resource })
  const byStaff = { actor: 'staff', user_id: null, ip_address: null, resource_id: id }
  t.match(
    await asked('account_check'),
    [byStaff, byStaff],
    'the customer reads of it, answered or not',
  )
  t.match(await asked('token_renewal'), [byStaff, byStaff])
  t.notMatch(JSON.stringify(await asked('token_renewal')), support.email)
  const others = await database
    .system('audit_logs')
    .whereIn('resource', ['account_check', 'token_renewal'])
  t.equal(others.length, 4, 'and nobody else; what made no sense was never asked')
  const audit = await database.system('staff_audit').where({ staff_id: support.id })
  for (const secret of ['fake-token', 'fake-refresh', row.access_token, account.accessToken]) {
    t.notMatch(JSON.stringify([told, audit]), secret)
  }
})
