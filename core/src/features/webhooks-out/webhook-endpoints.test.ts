import { test } from 'tap'
import { loginAs, type TestUser } from '../../../../test/support/app.ts'
import { buildBrand, buildMember, buildUser } from '../../../../test/support/factories.ts'
import { webhookSite } from '../../../../test/support/webhook-site.ts'

const url = 'https://hooks.example.com/t21'
const unknownId = '01997c3e-7a10-7c00-8000-00000000ffff'

test('an endpoint is created, listed, read, changed and deleted, and its secret is shown once', async (t) => {
  const { send, mine, other, database } = await webhookSite(t)
  const created = await send(mine, 'POST', '/webhook-endpoints', {
    url,
    description: 'Newsroom',
    eventTypes: ['post.published'],
  })
  t.equal(created.statusCode, 201)
  t.equal(created.headers['cache-control'], 'no-store')
  const { secret, ...shown } = created.data
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  t.match(shown, {
    organizationId: mine.organizationId,
    url,
    description: 'Newsroom',
    eventTypes: ['post.published'],
    brandId: null,
    enabled: true,
    disabledBecause: null,
    version: 1,
  })
  const path = `/webhook-endpoints/${shown.id}`
  t.same((await send(mine, 'GET', path)).data, shown, 'without the secret')
  t.same((await send(mine, 'GET', '/webhook-endpoints')).data, [shown])
  t.same((await send(other, 'GET', '/webhook-endpoints')).data, [])
  const [row] = await database.system('webhook_endpoints').where({ id: shown.id })
  t.match(row.signing_secret, /^v1\./, 'sealed')
  t.notOk(JSON.stringify(row).includes(secret.slice(6)))

  const change = { version: 1, eventTypes: null, enabled: false }
  t.match(await send(mine, 'PATCH', path, change), {
    statusCode: 200,
    data: { eventTypes: null, enabled: false, description: 'Newsroom', version: 2 },
  })
  t.match(await send(mine, 'PATCH', path, change), {
    statusCode: 409,
    error: { code: 'VERSION_CONFLICT', details: { version: 2 } },
  })
  t.equal((await send(mine, 'DELETE', path)).statusCode, 204)
  t.equal((await send(mine, 'GET', path)).statusCode, 404)
})

test('addresses that lead inside, or are none, are refused by name, and nothing is stored', async (t) => {
  const { send, mine, database } = await webhookSite(t, {})
  const good = await send(mine, 'POST', '/webhook-endpoints', { url })
  for (const bad of [
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'http://hooks.example.com/',
    'https://hooks.example.com:8443/',
    'https://user:secret@hooks.example.com/',
    'file:///etc/passwd',
    'not an address',
  ]) {
    const made = await send(mine, 'POST', '/webhook-endpoints', { url: bad })
    const changed = await send(mine, 'PATCH', `/webhook-endpoints/${good.data.id}`, {
      version: 1,
      url: bad,
    })
    for (const { statusCode, error } of [made, changed]) {
      t.equal(statusCode, 422, bad)
      t.match(error, { code: 'URL_NOT_ALLOWED', details: [{ field: 'url', message: String }] })
    }
  }
  t.same(await database.system('webhook_endpoints').pluck('url'), [url])
})

test('unknown event types, an empty list, other people’s brands and too many endpoints are refused', async (t) => {
  const { send, mine, other, database, endpoint } = await webhookSite(t)
  for (const eventTypes of [['post.liked'], ['webhook.test'], []]) {
    t.match(await send(mine, 'POST', '/webhook-endpoints', { url, eventTypes }), {
      statusCode: 422,
      error: { code: 'VALIDATION_ERROR', details: [{ field: /^eventTypes/ }] },
    })
  }
  const foreign = await buildBrand(database, { organizationId: other.organizationId })
  for (const brandId of [foreign.id, unknownId]) {
    const refused = await send(mine, 'POST', '/webhook-endpoints', { url, brandId })
    t.match(refused, { statusCode: 404, error: { message: 'Brand not found' } })
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => endpoint(mine)))
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 20)
  t.match(await send(mine, 'POST', '/webhook-endpoints', { url }), {
    statusCode: 403,
    error: { code: 'QUOTA_EXCEEDED', details: { current: 20, limit: 20 } },
  })
  await endpoint(other)
})

test('owners and admins manage endpoints; members do not, and for strangers there are none', async (t) => {
  const { app, send, mine, other, database, endpoint, happen } = await webhookSite(t)
  const { id } = await endpoint(mine)
  const [message] = await happen(mine)
  const join = async (role: string): Promise<TestUser> => {
    const user = await buildUser(database)
    await buildMember(database, { organizationId: mine.organizationId, userId: user.id, role })
    return { ...(await loginAs(app, user)), organizationId: mine.organizationId }
  }
  const paths = [
    ['GET', `/webhook-endpoints/${id}`],
    ['GET', `/webhook-endpoints/${id}/deliveries`],
    ['PATCH', `/webhook-endpoints/${id}`, { version: 1, description: 'x' }],
    ['POST', `/webhook-endpoints/${id}/test`],
    ['POST', `/webhook-deliveries/${message}/redeliver`],
    ['POST', `/webhook-endpoints/${id}/rotate-secret`],
  ] as const
  const organization = `/webhook-endpoints?organizationId=${mine.organizationId}`
  for (const role of ['MEMBER', 'VIEWER']) {
    const member = await join(role)
    t.equal((await send(member, 'GET', organization)).statusCode, 403)
    for (const [method, path, body] of paths) {
      t.equal((await send(member, method, path, body)).statusCode, 403, path)
    }
  }
  t.equal((await send(other, 'GET', organization)).statusCode, 404)
  for (const [method, path, body] of paths) {
    const refused = await send(other, method, path, body)
    const absent = await send(
      other,
      method,
      path.replace(id, unknownId).replace(message ?? '', unknownId),
      body,
    )
    t.equal(refused.statusCode, 404, path)
    t.same(refused.error, absent.error, path)
  }
  const admin = await join('ADMIN')
  for (const [method, path, body] of paths) {
    t.ok((await send(admin, method, path, body)).statusCode < 300, path)
  }
})

test('the audit log knows of every change, and neither address nor secret', async (t) => {
  const { send, mine, endpoint } = await webhookSite(t)
  const { id, secret } = await endpoint(mine)
  const rotated = await send(mine, 'POST', `/webhook-endpoints/${id}/rotate-secret`)
  t.not(rotated.data.secret, secret)
  const { data } = await send(mine, 'GET', `/audit-log?resourceId=${id}`)
  t.match(data, [
    { action: 'updated', resource: 'webhook_endpoint', changes: { rotatedAt: Object } },
    { action: 'created', changes: { url: { to: '[personal]' } } },
  ])
  t.notOk(/127\.0\.0\.1:\d|whsec|v1\./.test(JSON.stringify(data)))
})
