import knex from 'knex'
import { test, type Test } from 'tap'
import {
  loginAs,
  registerUser,
  senderOf,
  testApp,
  type TestApp,
  type TestUser,
} from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildMember,
  buildPost,
  buildSocialAccount,
  buildUser,
} from '../../../../test/support/factories.ts'
import { figure } from '../../../../test/support/figures.ts'
import { sealEverything } from '../../../../test/support/audit.ts'
import { sealAudit, verifyAudit } from './audit-chain.ts'

test('every change says who, what, from where, and what it was before', async (t) => {
  const { send, mine, log } = await start(t)
  const { data: brand } = await send(mine, 'POST', '/brands', { name: 'Acme' })
  await send(mine, 'PATCH', `/brands/${brand.id}`, { version: 1, name: 'Acme Studio' })
  await send(mine, 'PATCH', `/brands/${brand.id}`, { version: 2, name: 'Acme Studio' })
  await send(mine, 'DELETE', `/brands/${brand.id}`)
  const entries = await log(`resourceId=${brand.id}`)
  t.match(entries, [
    { action: 'deleted', changes: { name: { from: 'Acme Studio', to: null } } },
    { action: 'updated', changes: { name: { from: 'Acme', to: 'Acme Studio' } } },
    { action: 'created', changes: { name: { from: null, to: 'Acme' } } },
  ])
  t.equal(entries.length, 3, 'what changes nothing is not noted')
  t.match(entries[1], {
    organizationId: mine.organizationId,
    brandId: brand.id,
    actor: 'user',
    userId: mine.user.id,
    resource: 'brand',
    ipAddress: '127.0.0.1',
    userAgent: 'lightMyRequest',
    requestId: String,
  })
  t.same(Object.keys(entries[1].changes), ['name'])
})

test('what T21 does by itself is noted as its own doing', async (t) => {
  const { database, mine, log } = await start(t)
  const { id } = await buildPost(database, await placeIn(mine, database))
  await database.system('posts').where({ id }).update({ status: 'FAILED' })
  const [entry] = await log(`resource=post&resourceId=${id}&action=updated`)
  t.match(entry, {
    actor: 'T21',
    userId: null,
    changes: { status: { from: 'DRAFT', to: 'FAILED' } },
  })
})

test('secrets and addresses of people are never in it, and long texts by their beginning', async (t) => {
  const { database, mine, log } = await start(t)
  const place = await placeIn(mine, database)
  const account = await buildSocialAccount(database, { ...place, username: 'ada_lovelace' })
  await database.system('social_accounts').where({ id: account.id }).update({
    access_token: 'v1.key.nonce.ciphertext',
    status: 'needs_reconnect',
  })
  const post = await buildPost(database, { ...place, content: 'x'.repeat(3_000) })
  const text = JSON.stringify(await log(''))
  for (const secret of ['ada_lovelace', 'ciphertext', 'accessToken', 'x'.repeat(600)]) {
    t.notOk(text.includes(secret), secret)
  }
  t.ok(text.includes('needs_reconnect'))
  const [made] = await log(`resourceId=${post.id}`)
  t.match(made.changes.content.to, /^"x{499}…$/)
})

test('only owners and admins read it, of their organization alone', async (t) => {
  const { app, database, send, mine, stranger, log } = await start(t)
  await send(mine, 'POST', '/brands', { name: 'Acme' })
  const where = `/audit-log?organizationId=${mine.organizationId}`
  t.equal((await send(stranger, 'GET', where)).statusCode, 404)
  const user = await buildUser(database)
  await buildMember(database, {
    organizationId: mine.organizationId,
    userId: user.id,
    role: 'MEMBER',
  })
  const member = { ...(await loginAs(app, user)), organizationId: mine.organizationId }
  t.equal((await send(member, 'GET', where)).statusCode, 403)
  t.ok((await log('resource=brand')).length > 0)
  const theirs = await send(stranger, 'GET', '/audit-log?resource=brand')
  t.same(theirs.data, [])
})

test('nobody changes an entry, and whoever does it past T21 breaks the chain', async (t) => {
  const { context, database, send, mine, stranger } = await start(t)
  for (const name of ['One', 'Two', 'Three']) await send(mine, 'POST', '/brands', { name })
  await send(stranger, 'POST', '/brands', { name: 'Other' })
  t.ok((await sealEverything(context)) > 3)
  t.equal(await sealAudit(context), 0, 'once')
  await send(mine, 'PATCH', '/users/me', { name: 'Ada' })
  await send(mine, 'DELETE', `/brands/${(await send(mine, 'GET', '/brands')).data[0].id}`)
  t.equal(await sealEverything(context), 1)
  const verdict = () => verifyAudit(database.system, mine.organizationId)
  const { entries } = (await verdict()) as { entries: number }
  t.ok(entries >= 4)

  for (const role of [database.api, database.system]) {
    await t.rejects(role('audit_logs').update({ action: 'created' }), { code: '42501' })
    await t.rejects(role('audit_logs').delete(), { code: '42501' })
    await t.rejects(role('audit_seals').update({ position: 1 }), { code: '42501' })
  }
  const own = { organization_id: mine.organizationId, resource: 'brand' }
  const rows = await database.system('audit_logs').where(own).orderBy('id')
  // Somebody who owns the tables: what no process of T21 does.
  const owner = knex({ client: 'pg', connection: database.url })
  t.teardown(() => owner.destroy())
  for (const change of [
    `update audit_logs set changes = '{"name": {"to": "Zwei"}}' where id = ?`,
    `update audit_logs set created_at = created_at - interval '1 day' where id = ?`,
    `update audit_logs set user_id = null where id = ?`,
    `delete from audit_logs where id = ?`,
  ]) {
    const transaction = await owner.transaction()
    await transaction.raw(change, [rows[1].id])
    t.match(await verifyAudit(transaction, mine.organizationId), { whole: false }, change)
    await transaction.rollback()
  }
  t.match(await verdict(), { whole: true, entries })
})

test('P3: whichever entry is edited in whichever column, taken out or put elsewhere, the chain breaks there', async (t) => {
  const { context, database, send, mine, stranger } = await start(t)
  for (const name of ['One', 'Two', 'Three']) await send(mine, 'POST', '/brands', { name })
  const { organizationId } = mine
  const place = await placeIn(mine, database)
  await database
    .system('posts')
    .where({ id: (await buildPost(database, place)).id })
    .update({ content: 'B' })
  await send(stranger, 'POST', '/brands', { name: 'Other' })
  await sealEverything(context)
  const owner = knex({ client: 'pg', connection: database.url })
  t.teardown(() => owner.destroy())
  const entries = await owner('audit_logs').where({ organization_id: organizationId }).orderBy('id')
  t.ok(entries.length >= 6, `${entries.length} entries`)
  const edits: Readonly<Record<string, string>> = {
    actor: `actor = case actor when 'staff' then 'T21' else 'staff' end`,
    user_id: `user_id = uuid_v7()`,
    api_key_id: `api_key_id = uuid_v7()`,
    brand_id: `brand_id = uuid_v7()`,
    action: `action = case action when 'created' then 'deleted' else 'created' end`,
    resource: `resource = resource || 'x'`,
    resource_id: `resource_id = uuid_v7()`,
    changes: `changes = coalesce(changes, '{}') || '{"name": {"from": 1, "to": 2}}'`,
    created_at: `created_at = created_at + interval '1 microsecond'`,
    organization_id: `organization_id = '${stranger.organizationId}'`,
  }
  let tampered = 0
  let unnoticed = 0
  const check = async (change: string, bindings: readonly string[]): Promise<void> => {
    const transaction = await owner.transaction()
    // What guards the tables from T21 itself does not stop their owner.
    await transaction.raw('set local session_replication_role = replica')
    const { rowCount } = await transaction.raw<{ rowCount: number }>(change, [...bindings])
    t.equal(rowCount, 1, change)
    tampered += 1
    const verdict = await verifyAudit(transaction, organizationId)
    if (verdict.whole) unnoticed += 1
    await transaction.rollback()
  }
  for (const { id } of entries) {
    for (const edit of Object.values(edits)) {
      await check(`update audit_logs set ${edit} where id = ?`, [id])
    }
    await check('update audit_seals set position = position + 1000 where audit_log_id = ?', [id])
    await check(`update audit_seals set hash = sha256('x') where audit_log_id = ?`, [id])
  }
  for (const { id } of entries.slice(0, -1)) {
    await check('delete from audit_logs where id = ?', [id])
    await check('delete from audit_seals where audit_log_id = ?', [id])
  }
  t.equal(unnoticed, 0)
  t.match(await verifyAudit(owner, organizationId), { whole: true })
  figure('P3', { entries: entries.length, tampered, unnoticed })
})

async function placeIn(
  { organizationId }: TestUser,
  database: TestApp['database'],
): Promise<{ organizationId: string; brandId: string }> {
  return { organizationId, brandId: (await buildBrand(database, { organizationId })).id }
}

async function start(t: Test) {
  const made = await testApp(t)
  const { app } = made
  const [mine, stranger] = [await registerUser(app), await registerUser(app)]
  const send = senderOf(app)
  const log = async (query: string) =>
    (await send(mine, 'GET', `/audit-log?limit=100&${query}`)).data
  return { ...made, mine, stranger, send, log }
}
