import { test } from 'tap'
import { fakeOAuthConnector } from '../../../../test/support/fake-oauth.ts'
import { consoleUser, testConsole } from '../../../../test/support/console.ts'
import {
  buildDelivery,
  buildPost,
  buildSocialAccount,
  buildTenant,
} from '../../../../test/support/factories.ts'
import type { TestApp } from '../../../../test/support/app.ts'

const connector = fakeOAuthConnector()

function withPlugins(t: Parameters<typeof testConsole>[0]): Promise<TestApp> {
  return testConsole(t, {
    variables: { FAKE_CLIENT_ID: 'fake-client-of-ours' },
    plugins: {
      records: [
        {
          package: '@example/fake',
          version: '1.2.3',
          kind: 'connector',
          id: 'fake',
          status: { state: 'ready' },
        },
        {
          package: '@example/broken',
          version: '1.0.0',
          kind: 'ai',
          id: 'broken',
          status: { state: 'failed', stage: 'import', cause: 'key sk-of-an-import' },
        },
      ],
      connectors: new Map([['FAKE', connector]]),
      schemas: new Map([['fake', connector.settings]]),
      ready: () => undefined,
    },
  })
}

test('plugins are shown with the names of their settings, and never a value', async (t) => {
  const console = await withPlugins(t)
  const { send } = await consoleUser(console, 'SUPPORT')
  const answer = await send('GET', '/api/pages/plugins')
  t.equal(answer.statusCode, 200)
  t.match(answer.json().plugins, [
    {
      platform: 'FAKE',
      state: 'ready',
      settings: [{ variable: 'FAKE_CLIENT_ID', set: true, needed: true }],
    },
    { id: 'broken', state: 'failed', settings: null },
  ])
  for (const secret of ['fake-client-of-ours', 'sk-of-an-import']) {
    t.notMatch(answer.body, secret)
  }
  t.same(answer.json().commands, {}, 'support has no switch')
})

test('what broke within the hour is counted by network, of all customers', async (t) => {
  const console = await withPlugins(t)
  const { database } = console
  for (const [at, to, code] of [
    ['5 minutes', 'published', null],
    ['6 minutes', 'retry_wait', 'rate_limited'],
    ['61 minutes', 'failed', 'reauth'],
  ] as const) {
    const { brand, organization } = await buildTenant(database)
    const of = { organizationId: organization.id, brandId: brand.id }
    const account = await buildSocialAccount(database, {
      ...of,
      platform: 'FAKE',
      status: code === 'reauth' ? 'needs_reconnect' : 'active',
    })
    const post = await buildPost(database, of)
    const delivery = await buildDelivery(database, {
      ...of,
      postId: post.id,
      socialAccountId: account.id,
      platform: 'FAKE',
    })
    await database.system('delivery_events').insert({
      delivery_id: delivery.id,
      organization_id: organization.id,
      transition: 'T1',
      to_state: to,
      fence: 1,
      actor: 'T21',
      error: code === null ? null : JSON.stringify({ code, message: 'words of the network' }),
      at: database.system.raw(`clock_timestamp() - cast(? as interval)`, [at]),
    })
  }
  const { send } = await consoleUser(console, 'AUDITOR')
  const answer = await send('GET', '/api/pages/plugins')
  t.same(answer.json().networks, [
    {
      platform: 'FAKE',
      published: 1,
      errors: 1,
      byCode: [{ code: 'rate_limited', count: 1 }],
      needReconnect: 1,
      paused: 0,
    },
  ])
  t.notMatch(answer.body, 'words of the network')
})

test('an ADMIN stops a network with a reason and a code, once, and releases it', async (t) => {
  const console = await withPlugins(t)
  const { system } = console.database
  const admin = await consoleUser(console, 'ADMIN')
  const wanted = { command: 'stop', platform: 'FAKE', reason: 'It publishes twice.' }
  const stop = (more: object, who = admin) =>
    who.send('POST', '/api/pages/plugins', { ...wanted, ...more })

  for (const role of ['SUPPORT', 'AUDITOR'] as const) {
    const other = await consoleUser(console, role)
    t.equal((await stop({ code: other.code(1) }, other)).statusCode, 403, role)
  }
  t.equal((await consoleUser(console, 'BILLING').then((who) => stop({}, who))).statusCode, 403)
  t.match((await stop({})).json().error.details, [{ field: 'code' }])
  t.match((await stop({ code: '000000' })).json().error.code, 'SECOND_FACTOR_WRONG')
  t.match((await stop({ reason: '', code: '1' })).json().error.details, [{ field: 'reason' }])
  await admin.send(
    'GET',
    `/api/pages/plugins?command=stop&platform=FAKE&reason=It+is+late&code=${admin.code(1)}`,
  )
  t.same(await system('publishing_stops').select('id'), [], 'nothing of that stops anything')

  const stopped = await stop({ code: admin.code(1) })
  t.equal(stopped.statusCode, 200)
  const [row] = await system('publishing_stops').select()
  t.match(row, {
    scope: 'platform',
    platform: 'FAKE',
    reason: 'It publishes twice.',
    created_by: `staff:${admin.id}`,
    released_at: null,
  })
  t.match(await system('staff_audit').where({ action: 'stop', outcome: 'done' }).first(), {
    staff_id: admin.id,
    subject: 'Stop',
    subject_id: 'FAKE',
    reason: 'It publishes twice.',
    before: { inForce: false },
    after: { inForce: true },
  })
  t.match((await admin.send('GET', '/api/pages/plugins')).json().stops, [
    { id: row.id, platform: 'FAKE' },
  ])

  // Codes count once; further ones would have to wait for the clock.
  await system('staff_authenticators').update({ last_step: null })
  t.equal((await stop({ code: admin.code(1) })).json().error.code, 'CONFLICT')
  await system('staff_authenticators').update({ last_step: null })
  const released = await admin.send('POST', `/api/resources/stops/records/${row.id}/release`, {
    reason: 'It is mended.',
    code: admin.code(1),
  })
  t.match(released.json().notice, { type: 'success', message: /^Released; 0 late/ })
  t.match(await system('publishing_stops').first(), { released_by: `staff:${admin.id}` })
})

test('a network that no plugin knows is not stopped', async (t) => {
  const console = await withPlugins(t)
  const admin = await consoleUser(console, 'ADMIN')
  const answer = await admin.send('POST', '/api/pages/plugins', {
    command: 'stop',
    platform: 'TELETEXT',
    reason: 'Nobody reads it.',
    code: admin.code(1),
  })
  t.equal(answer.statusCode, 422)
  t.match(answer.json().error.details, [{ field: 'platform' }])
  t.equal((await admin.send('POST', '/api/pages/plugins', { command: 'nothing' })).statusCode, 404)
  t.match(await console.database.system('staff_audit').where({ action: 'stop' }).first('outcome'), {
    outcome: 'refused',
  })
})
