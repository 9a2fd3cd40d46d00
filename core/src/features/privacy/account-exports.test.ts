import { t as file, test } from 'tap'
import { senderOf, testApp } from '../../../../test/support/app.ts'
import { bearer, goodPassword, registerByApi } from '../../../../test/support/auth-client.ts'
import { buildBrand, buildPost, buildSocialAccount } from '../../../../test/support/factories.ts'
import { figure } from '../../../../test/support/figures.ts'
import { columnTags } from './column-tags.ts'
import { keyOf } from './account-exports.service.ts'
import { makeExports, removeExports } from './make-exports.ts'
import { exportOf, notExported, sections, withheld } from './personal-data.ts'

const { app, context, database } = await testApp(file)
const send = senderOf(app)
const path = '/users/me/exports'
const proof = { password: goodPassword }

/** Somebody with a password and an organization of their own. */
async function register() {
  const { tokens, user } = await registerByApi(app)
  const { id } = await database.system('organizations').where({ owner_id: user.id }).first('id')
  return { user, auth: bearer(tokens.accessToken), organizationId: String(id) }
}

test('an export has everything of the person, nothing of anybody else, and no secret', async (t) => {
  const [mine, other] = await Promise.all([register(), register()])
  for (const { organizationId, user } of [mine, other]) {
    const brand = await buildBrand(database, { organizationId, createdBy: user.id })
    await buildPost(database, { organizationId, brandId: brand.id, userId: user.id })
  }
  const key = (await send(mine, 'POST', '/api-keys', { name: 'A', scopes: ['posts:read'] })).data
  const asked = await send(mine, 'POST', path, proof)
  t.match(asked, { statusCode: 202, data: { status: 'waiting', downloadUrl: null } })
  const again = await Promise.all([1, 2, 3].map(() => send(mine, 'POST', path, proof)))
  for (const refused of again) {
    t.match(refused, {
      statusCode: 409,
      error: { code: 'EXPORT_IN_PROGRESS', details: { id: asked.data.id } },
    })
  }
  t.equal(
    (await send(other, 'POST', path, proof)).statusCode,
    202,
    'of somebody else nothing stands in the way',
  )

  t.equal(await makeExports(context), 2)
  t.equal(await makeExports(context), 0)

  const own = `${path}/${asked.data.id}`
  const { data } = await send(mine, 'GET', own)
  t.match(data, { status: 'ready', size: Number, expiresAt: /Z$/ })
  const url = data.downloadUrl.replace(/^https?:\/\/[^/]+/, '')
  const answer = await app.inject({ url })
  t.match(answer, { statusCode: 200, headers: { 'cache-control': 'no-store' } })
  t.equal(Buffer.byteLength(answer.body), data.size)
  const found = answer.json<Record<string, { id: string; email?: string }[]>>()
  t.same(
    Object.keys(found),
    sections.map(({ table }) => table),
  )
  t.match(found['users'], [{ id: mine.user.id, email: mine.user.email }])
  for (const table of ['organizations', 'team_members', 'brands', 'posts', 'api_keys']) {
    t.equal(found[table]?.length, 1, table)
  }
  t.notOk(answer.body.includes(other.user.id))
  t.notOk(answer.body.includes(key.key))
  t.notMatch(answer.body, /"\w*(_hash"|secret|password)/)

  t.equal((await send(other, 'GET', own)).statusCode, 404)
  const later = url.replace(/expires=(\d+)/, (_: string, at: string) => `expires=${Number(at) + 9}`)
  for (const bad of [later, url.replace('signature=', 'signature=x'), url.replace(/&.*/, '')]) {
    t.ok((await app.inject({ url: bad })).statusCode >= 404, bad)
  }
  await database.system('account_exports').update({ expires_at: new Date(0) })
  t.equal((await app.inject({ url })).statusCode, 404, 'its time is over')
  await makeExports(context)
  t.equal(await context.storage.size(keyOf(asked.data.id)), null)
  t.same(await database.system('account_exports'), [])
})

test('an export whose process died is made by another one, and one that never works fails', async (t) => {
  const mine = await register()
  const { id } = (await send(mine, 'POST', path, proof)).data
  const broken = { ...context.storage, write: () => Promise.reject(new Error('no space')) }
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    t.equal((await send(mine, 'GET', `${path}/${id}`)).data.status, 'waiting')
    t.equal(await makeExports({ ...context, storage: broken }), 0)
    t.equal(await makeExports(context), 0, 'the lease holds')
    await database.system('account_exports').update({ lease_until: new Date(0) })
    if (attempt === 4) {
      await database.system('account_exports').update({ attempts: 4 })
    }
  }
  t.match((await send(mine, 'GET', `${path}/${id}`)).data, { status: 'failed', downloadUrl: null })
  const next = (await send(mine, 'POST', path, proof)).data
  t.not(next.id, id)
  t.equal(await makeExports(context), 1)
  await removeExports(context, 'user_id = ?', [mine.user.id])
  t.equal((await send(mine, 'GET', `${path}/${next.id}`)).statusCode, 404)
})

test('a session alone gets no export: the password is asked for once more', async (t) => {
  const [mine, other] = await Promise.all([register(), register()])
  await send(other, 'POST', path, proof)
  t.match(await send(mine, 'POST', path, {}), {
    statusCode: 422,
    error: { code: 'VALIDATION_ERROR', details: [{ field: 'password' }] },
  })
  t.match(await send(mine, 'POST', path, { password: 'somebody else’s' }), {
    error: { code: 'WRONG_PASSWORD' },
  })
  t.same(await database.system('account_exports').where({ user_id: mine.user.id }), [])
  t.match(await send(mine, 'POST', path, proof), { statusCode: 202 })
})

test('nobody asks for more than five in a day', async (t) => {
  const mine = await register()
  for (let count = 0; count < 5; count += 1) {
    t.equal((await send(mine, 'POST', path, proof)).statusCode, 202)
    await makeExports(context)
  }
  t.match(await send(mine, 'POST', path, proof), { statusCode: 429 })
})

test('every table that refers to people is in the export, or it is said why not', async (t) => {
  const { rows } = await database.system.raw<{ rows: { name: string }[] }>(
    `select distinct c.conrelid::regclass::text as name from pg_constraint c
     where c.contype = 'f' and c.confrelid = 'users'::regclass order by 1`,
  )
  t.ok(rows.length > 10)
  for (const { name } of rows) {
    t.ok(sections.some(({ table }) => table === name) || name in notExported, name)
  }
})

test('P1: every column is said to be a person’s or not, and every person’s one is in the export or it is said why not', async (t) => {
  const { rows } = await database.system.raw<{ rows: { name: string; columns: string[] }[] }>(
    `select table_name as name, array_agg(column_name::text order by column_name) as columns
     from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'
       and table_name not like 'migrations_%' group by 1`,
  )
  t.ok(rows.length > 40)
  let personal = 0
  for (const { name, columns } of rows) {
    const { person = '', other = '' } = columnTags[name] ?? {}
    const [persons, others] = [wordsOf(person), wordsOf(other)]
    t.same(
      [...persons, ...others].toSorted(byText),
      columns.toSorted(byText),
      `${name}: see column-tags.ts`,
    )
    personal += persons.length
    const section = sections.find(({ table }) => table === name)
    for (const column of persons) {
      const told = section !== undefined && section.hidden?.includes(column) !== true
      t.ok(told || name in notExported || `${name}.${column}` in withheld, `${name}.${column}`)
      t.notOk(told && `${name}.${column}` in withheld, `${name}.${column} is told after all`)
    }
  }
  t.ok(personal > 150, `${personal}`)
  t.same(
    Object.keys(columnTags).filter((table) => !rows.some(({ name }) => name === table)),
    [],
    'no table that is gone',
  )
  figure('P1', { personalColumns: personal })
})

test('an export has the accounts and templates of the person’s own organization, and no token', async (t) => {
  const [mine, other] = await Promise.all([register(), register()])
  for (const { organizationId, user } of [mine, other]) {
    const { id: brandId } = await buildBrand(database, { organizationId, createdBy: user.id })
    const username = `of-${user.id}`
    await buildSocialAccount(database, {
      organizationId,
      brandId,
      username,
      accessToken: 'sealed-token',
    })
  }
  const file = await exportText(mine.user.id)
  t.match(JSON.parse(file), {
    social_accounts: [{ username: `of-${mine.user.id}` }],
    content_templates: [],
  })
  t.notOk(file.includes(other.user.id))
  t.notOk(file.includes('sealed-token'))
})

async function exportText(userId: string): Promise<string> {
  let text = ''
  for await (const piece of exportOf(database.system, userId)) text += piece
  return text
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1
}
