import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { test, type Test } from 'tap'
import { senderOf, testApp } from '../../../../test/support/app.ts'
import {
  bearer,
  goodPassword,
  mailedToken,
  postAuth,
  registerByApi,
  type Registered,
} from '../../../../test/support/auth-client.ts'
import { buildConnectedAccount } from '../../../../test/support/connected-account.ts'
import { buildBrand, buildDelivery, buildOrganization } from '../../../../test/support/factories.ts'
import { fakeWebhook, fakeWebhooks } from '../../../../test/support/fake-webhooks.ts'
import { figure, sized } from '../../../../test/support/figures.ts'
import { multipartBody } from '../../../../test/support/multipart.ts'
import { removeOldRows } from '../../jobs/retention.ts'
import { makeLogger } from '../../logging.ts'
import { openLocalStorage } from '../../storage/local-storage.ts'
import { sendDueMail } from '../mail/mail.service.ts'
import { picture } from '../media/fixtures/media-files.ts'
import { erasePeople } from './erase-people.ts'
import { makeExports } from './make-exports.ts'

const script = join(import.meta.dirname, '../../../../test/support/dying-eraser.ts')
const ip = '203.0.113.77'
const agent = 'Browser of plantedagent 7.3'

test(
  'P1: of somebody who deleted their account nothing is found in the database, the files or the log, wherever the eraser was killed',
  { timeout: 280_000 },
  async (t) => {
    const site = await start(t)
    const { ada, context, database, words, dump, files, lines } = site
    // The log has ids, which lead to nobody any more.
    const marks = [...words, ...site.ids]
    t.same(missing(marks, await dump()), [], 'control: all of it was in the database')
    t.ok((await files()).length > 2, 'control: there are files')
    const answer = await site.send(as(ada), 'DELETE', '/users/me', { password: goodPassword })
    t.equal(answer.statusCode, 204, JSON.stringify(answer.error))

    let kills = 0
    for (let statements = 1; ; statements += sized(6, 1)) {
      const died = await killedEraser(database.url, site.folder, statements, lines)
      if (!died) break
      kills += 1
    }
    t.ok(kills >= 4, `${kills} kills`)
    await sendDueMail(context)
    await erasePeople(context)
    // Counters of addresses go when their window of minutes is over, idempotency keys after a day.
    await database.system('rate_limits').update({ resets_at: new Date(0) })
    await removeOldRows(context)

    const hits = found(marks, await dump())
    t.same(hits, [], 'the database')
    const stored = await files()
    t.same(stored, [], 'the files')
    const logged = found(words, lines.join(''))
    t.same(logged, [], 'the log')
    t.ok(lines.some((line) => line.includes('account deleted') && line.includes(ada.user.id)))
    t.same(missing([site.bob.email, 'Shared Team'], await dump()), [], 'others stay')
    figure('P1', {
      planted: marks.length,
      kills,
      database: hits.length,
      files: stored.length,
      log: logged.length,
    })
  },
)

/** A person with something in every place where T21 keeps anything of people, and a colleague who stays. */
async function start(t: Test) {
  const lines: string[] = []
  const network = fakeWebhooks()
  const folder = t.testdir()
  const made = await testApp(t, {
    plugins: network.plugins,
    storage: openLocalStorage(folder),
    log: makeLogger(
      { logLevel: 'trace', environment: 'test' },
      { write: (line: string) => void lines.push(line) },
    ),
    variables: { T21_DATA_DIR: folder, T21_ALLOW_LOOPBACK_WEBHOOKS: 'true' },
  })
  const { app, context, database } = made
  const send = senderOf(app)
  const email = 'plantedaddress@example.com'
  const ada = await registerByApi(app, { email, name: 'Ada Plantedname' })
  const bob = await registerByApi(app)
  await database.system('users').update({ email_verified_at: new Date() })
  await postAuth(app, 'login', { email, password: goodPassword }, { ip, agent })
  await postAuth(app, 'login', { email, password: 'plantedguess' }, { ip, agent })
  await postAuth(app, 'forgot-password', { email }, { ip, agent })
  const own = { owner_id: ada.user.id, personal: true }
  const { id: organizationId } = await database.system('organizations').where(own).first('id')
  const brand = await buildBrand(database, {
    organizationId,
    createdBy: ada.user.id,
    name: 'Plantedbrand',
  })
  const brandId = brand.id
  const shared = await buildOrganization(database, {
    ownerId: bob.user.id,
    personal: false,
    name: 'Shared Team',
  })
  const invitation = { email, role: 'MEMBER' }
  await send(as(bob), 'POST', `/organizations/${shared.id}/members`, invitation)
  const token = await mailedToken(made, email)
  await send(as(ada), 'POST', '/invitations/accept', { token }, { 'user-agent': agent })
  const sharedBrand = await buildBrand(database, { organizationId: shared.id })
  // What she does for others is noted, with where she did it from.
  await send(
    as(ada),
    'PATCH',
    `/brands/${sharedBrand.id}`,
    { version: 1, name: 'Renamed' },
    {
      'user-agent': agent,
    },
  )

  const account = await buildConnectedAccount(
    context,
    { accessToken: 'plantedtoken' },
    {
      organizationId,
      brandId,
      username: 'plantedhandle',
      grantedBy: 'plantedgrantor',
      platformUserId: 'plantednetworkid',
    },
  )
  await buildDelivery(database, {
    organizationId,
    brandId,
    socialAccountId: account.id,
    platform: 'FAKE',
    dueAt: new Date(Date.now() + 3_600_000),
  })
  for (const [id, fields] of [
    ['one', { platformUserId: 'plantednetworkid', remoteId: 'plantedremote' }],
    ['two', { userId: 'plantedgrantor' }],
  ] as const) {
    await app.inject(fakeWebhook([{ kind: 'post_changed', id, name: 'changed', ...fields }]))
  }
  const post = { brandId, content: 'A plantedpost', socialAccountIds: [account.id] }
  await send(as(ada), 'POST', '/posts', post, { 'idempotency-key': 'plantedkey' })
  for (const [own, prompt] of [
    [brandId, 'About plantedprompt'],
    [sharedBrand.id, 'About plantedelsewhere'],
  ]) {
    const asked = { brandId: own, prompt }
    const key = { 'idempotency-key': String(prompt).replace(' ', '-') }
    const { statusCode } = await send(as(ada), 'POST', '/ai/generate-content', asked, key)
    t.equal(statusCode, 200)
  }
  await send(as(ada), 'POST', '/api-keys', { name: 'plantedapikey', scopes: ['posts:read'] })
  await send(as(ada), 'POST', '/webhook-endpoints', { url: 'https://plantedhook.example/' })
  await send(as(ada), 'POST', `/brands/${brandId}/templates`, {
    name: 'plantedtemplate',
    template: 'Hello {{name}}',
  })
  await send(as(ada), 'POST', `/brands/${brandId}/calendar-feed`)
  await send(as(ada), 'POST', `/organizations/${shared.id}/members`, {
    email: 'plantedinvited@example.com',
    role: 'VIEWER',
  })
  const bytes = await picture('png')
  const { payload, headers } = await multipartBody([
    ['file', { bytes, name: 'plantedfile.png' }],
    ['alt', 'plantedalt'],
  ])
  const upload = {
    method: 'POST',
    url: '/v1/media/upload',
    headers: { ...headers, ...as(ada).auth },
  } as const
  const { statusCode } = await app.inject({ ...upload, payload })
  t.equal(statusCode, 201)
  await send(as(ada), 'POST', '/users/me/exports', { password: goodPassword })
  t.equal(await makeExports(context), 1)
  await database.system('notifications').insert({
    organization_id: organizationId,
    user_id: ada.user.id,
    type: 'POST_FAILED',
    title: 'plantednotice',
    message: 'plantednotice',
  })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  t.teardown(() => client.end())
  return {
    ...made,
    send,
    network,
    folder,
    lines,
    ada,
    bob,
    words: [
      email,
      'Plantedname',
      ip,
      'plantedagent',
      'Plantedbrand',
      'plantedhandle',
      'plantedgrantor',
      'plantednetworkid',
      'plantedremote',
      'plantedpost',
      'plantedprompt',
      'plantedelsewhere',
      'plantedapikey',
      'plantedhook',
      'plantedtemplate',
      'plantedfile',
      'plantedalt',
      'plantednotice',
    ],
    ids: [organizationId as string, account.id],
    dump: () => dumpOf(client),
    files: () => filesBelow(join(folder, 'media')),
  }
}

function as({ tokens }: Registered) {
  return { auth: bearer(tokens.accessToken) }
}

/** @returns whether it died before it was done */
async function killedEraser(
  url: string,
  folder: string,
  statements: number,
  lines: string[],
): Promise<boolean> {
  const child = spawn(process.execPath, [script, url, folder, String(statements)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text))
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.on('close', (...ending) => resolve(ending))
  })
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The eraser ended with ${code}.`)
  return signal === 'SIGKILL'
}

/** Every row of every table of every schema, as the owner of the database reads it; bytes as text, too. */
async function dumpOf(client: pg.Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind in ('r', 'm')
       and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       and relnamespace::regnamespace::text not like 'pg_%'`,
  )
  let dump = ''
  for (const { name } of tables) {
    const { rows } = await client.query(`select to_jsonb(x) as row from ${name} x`)
    dump += `${name} ${JSON.stringify(rows)}\n`
  }
  return dump
}

/** Whatever the case: in a dump bytes are written in hexadecimal digits. */
function found(marks: readonly string[], text: string): string[] {
  const where = text.toLowerCase()
  return marks.filter(
    (mark) =>
      where.includes(mark.toLowerCase()) || where.includes(Buffer.from(mark).toString('hex')),
  )
}

function missing(marks: readonly string[], text: string): string[] {
  const there = found(marks, text)
  return marks.filter((mark) => !there.includes(mark))
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  for (const file of files) await readFile(join(file.parentPath, file.name))
  return files.map(({ name }) => name)
}
