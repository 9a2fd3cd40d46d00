import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { buildBrand } from '../../../../test/support/factories.ts'
import { multipartBody } from '../../../../test/support/multipart.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'
import { policies } from '../../app.ts'
import { runImports } from './run-imports.ts'

const { app, context, database } = await postServer(tap)
const run = (): Promise<number> => runImports(context, policies)

test('more than a hundred rows are worked through by a job, which says of each what became of it', async (t) => {
  const { mine, other } = await writers()
  const rows = Array.from({ length: 125 }, (_, n) => `Text ${n},`)
  rows[112] = 'Late,2020-01-01 10:00'
  rows[122] = '=HYPERLINK(1),'
  const { status, data } = await begin(mine, rows, { dryRun: 'false', mode: 'each' })
  t.equal(status, 202)
  t.match(data, {
    status: 'creating',
    organizationId: mine.organizationId,
    rows: { total: 125, waiting: 124, failed: 1, created: 0 },
    finishedAt: null,
  })
  t.same(await postsOf(mine), [])

  t.equal(await run(), 1)
  const { body } = await mine.get(`/posts/imports/${data.id}`)
  t.match(body.data, { status: 'done', rows: { total: 125, waiting: 0, created: 123, failed: 2 } })
  const failed = (await mine.get(`/posts/imports/${data.id}/rows?status=failed`)).body
  t.match(failed.data, [
    { line: 114, id: null, error: { code: 'VALIDATION_ERROR', field: 'scheduledFor' } },
    { line: 124, id: null, error: { field: 'content', remedy: /formula/ } },
  ])
  const posts = await postsOf(mine)
  t.equal(posts.length, 123)
  const page = (await mine.get(`/posts/imports/${data.id}/rows?limit=100&status=created`)).body
  t.same(page.data[0], { line: 2, status: 'created', id: posts[0]?.id, error: null })
  t.equal((await mine.get('/posts/imports')).body.data.length, 1)
  t.match((await mine.get('/users/me/notifications')).body.data, [
    { type: 'IMPORT_FINISHED', link: `/posts/imports/${data.id}` },
  ])

  t.same(await postsOf(other), [])
  t.same((await other.get('/posts/imports')).body.data, [])
  for (const path of [`/posts/imports/${data.id}`, `/posts/imports/${data.id}/rows`]) {
    t.equal((await other.get(path)).status, 404)
  }
  const bodies = await database.system('post_import_rows').whereNotNull('body')
  t.same(bodies, [], 'what was to be done is forgotten')
})

test('a process that is killed meanwhile leaves no post twice and none out', async (t) => {
  const { mine } = await writers()
  const rows = Array.from({ length: 130 }, (_, n) => `Text ${n},${inHours(2 + n)}`)
  const { data } = await begin(mine, rows, { dryRun: 'false', mode: 'each' })
  for (const share of [20, 40]) {
    const before = (await database.system('posts').count({ posts: '*' }))[0] as { posts: string }
    const child = spawn(process.execPath, [
      dying,
      database.url,
      String(Number(before.posts) + share),
    ])
    const [, signal] = (await once(child, 'exit')) as [number, string]
    t.equal(signal, 'SIGKILL')
    const left = (await mine.get(`/posts/imports/${data.id}`)).body.data
    t.equal(left.status, 'creating')
    t.equal(left.rows.created, (await postsOf(mine)).length)
    t.ok(left.rows.created >= share && left.rows.waiting > 0, `${left.rows.created} posts`)
    await leaseOver(data.id)
  }
  // A process that was only slow goes on besides the one that took over.
  const [first, second] = [run(), leaseOver(data.id).then(run)]
  t.equal((await first) + (await second), 1)
  const posts = await postsOf(mine)
  t.equal(posts.length, 130)
  t.equal(new Set(posts.map(({ content }) => content)).size, 130)
  t.match((await mine.get(`/posts/imports/${data.id}`)).body.data.rows, { created: 130, failed: 0 })
  t.equal(await used(mine), 130)
})

test('all or nothing: one that is wrong, and none is there', async (t) => {
  const { mine, other } = await writers()
  const rows = Array.from({ length: 101 }, (_, n) => `Text ${n},${inHours(2 + n)}`)
  const whole = { dryRun: 'false', mode: 'all_or_nothing' }

  const wrong = await begin(mine, [...rows, '=1+1(),'], whole)
  t.match(wrong, { status: 422, error: { code: 'BULK_REFUSED', details: [{ line: 103 }] } })
  t.same((await mine.get('/posts/imports')).body.data, [], 'what the file says is refused at once')

  const early = await begin(mine, [...rows, `Soon,${inHours(0.5)}`], whole)
  t.equal(early.status, 202)
  await run()
  const checked = (await mine.get(`/posts/imports/${early.data.id}`)).body.data
  t.match(checked, { status: 'refused', rows: { valid: 101, failed: 1, created: 0 } })
  t.same(await postsOf(mine), [])

  // The first and the last one are the same, which only shows when both are made.
  const twice = await begin(mine, [...rows, `Text 0,${inHours(3)}`], whole)
  await run()
  const undone = (await mine.get(`/posts/imports/${twice.data.id}`)).body.data
  t.match(undone, { status: 'refused', rows: { takenBack: 101, failed: 1, created: 0, kept: 0 } })
  const refused = (await mine.get(`/posts/imports/${twice.data.id}/rows?status=failed`)).body.data
  t.match(refused, [{ line: 103, error: { code: 'DUPLICATE_CONTENT' } }])
  t.same(await postsOf(mine), [])
  t.equal(await used(mine), 0)

  const good = await begin(mine, rows, whole)
  await run()
  t.match((await mine.get(`/posts/imports/${good.data.id}`)).body.data, {
    status: 'done',
    rows: { created: 101 },
  })
  t.equal((await postsOf(mine)).length, 101)
  t.same(await postsOf(other), [])
})

test('what went out before it could be taken back is kept, and the import says so', async (t) => {
  const { mine } = await writers()
  const rows = Array.from({ length: 101 }, (_, n) => `Text ${n},${inHours(2 + n)}`)
  const { data } = await begin(mine, rows, { dryRun: 'false', mode: 'all_or_nothing' })
  await run()
  const [first] = await postsOf(mine)
  await database
    .system('social_posts')
    .where('post_id', first?.id)
    .update({ state: 'published', next_at: null, platform_post_id: '1', published_at: new Date() })
  // As if a row had been refused, and the process had died.
  await database
    .system('post_imports')
    .where('id', data.id)
    .update({ status: 'undoing', next_at: new Date(), finished_at: null })
  await run()
  t.match((await mine.get(`/posts/imports/${data.id}`)).body.data, {
    status: 'refused',
    rows: { takenBack: 100, kept: 1, created: 0 },
  })
  t.match(await postsOf(mine), [{ id: first?.id }])
})

test('more than the plan has left is refused at once, or row by row', async (t) => {
  const { mine } = await postWriters(app)
  const rows = Array.from({ length: 101 }, (_, n) => `Text ${n},`)
  const { status, error } = await begin(mine, rows, { dryRun: 'false', mode: 'all_or_nothing' })
  t.equal(status, 403)
  t.match(error, { code: 'QUOTA_EXCEEDED', details: { current: 0, limit: 30 } })
  const { data } = await begin(mine, rows, { dryRun: 'false', mode: 'each' })
  await run()
  t.match((await mine.get(`/posts/imports/${data.id}`)).body.data.rows, { created: 30, failed: 71 })
  t.equal((await postsOf(mine)).length, 30)
})

test('a dry run of many rows checks them all and stores nothing', async (t) => {
  const { mine, other } = await writers()
  const rows = Array.from({ length: 120 }, (_, n) => `Text ${n},,`)
  rows[5] = `Theirs,,${other.brandId}`
  const { status, data } = await begin(mine, rows, { mode: 'each' }, 'content,scheduledFor,brandId')
  t.equal(status, 202)
  t.match(data, { dryRun: true, status: 'checking' })
  await run()
  const { body } = await mine.get(`/posts/imports/${data.id}`)
  t.match(body.data, { status: 'done', rows: { valid: 119, failed: 1 } })
  const [row] = (await mine.get(`/posts/imports/${data.id}/rows?status=failed`)).body.data
  t.match(row, { line: 7, error: { code: 'NOT_FOUND' } })
  t.same(await postsOf(mine), [])
  t.equal(await used(mine), 0)
})

test('an import is of one organization, and of one that the person writes for', async (t) => {
  const { mine, other } = await writers()
  const theirs = await begin(mine, ['One,'].concat(Array(101).fill('x,')), {
    brandId: other.brandId,
    dryRun: 'false',
  })
  t.match(theirs, { status: 404, error: { code: 'NOT_FOUND' } })
  const team = await app.inject({
    method: 'POST',
    url: '/v1/organizations',
    headers: mine.auth,
    payload: { name: 'Team' },
  })
  const { id: organizationId } = team.json().data
  const brand = await buildBrand(database, { organizationId })
  const rows = Array.from(
    { length: 101 },
    (_, n) => `Text ${n},,${n === 3 ? brand.id : mine.brandId}`,
  )
  const { data } = await begin(mine, rows, { mode: 'each' }, 'content,scheduledFor,brandId')
  t.match(data, { organizationId: mine.organizationId, rows: { waiting: 100, failed: 1 } })
})

test('an import is shown to whoever asked for it, and to no other member', async (t) => {
  const { mine, other } = await writers()
  const rows = Array.from({ length: 101 }, (_, n) => `Text ${n},`)
  const { data } = await begin(mine, rows, { mode: 'each' })
  const listed = async () =>
    (await mine.get('/posts/imports')).body.data.map(({ id }: { id: string }) => id)
  t.same(await listed(), [data.id])
  // As if another member had begun it.
  await database.system('post_imports').where('id', data.id).update({ user_id: other.user.id })
  t.same(await listed(), [])
  t.equal((await mine.get(`/posts/imports/${data.id}`)).status, 404)
})

test('the rights of the moment count: who is not there any more makes no posts', async (t) => {
  const { mine } = await writers()
  const rows = Array.from({ length: 101 }, (_, n) => `Text ${n},`)
  const { data } = await begin(mine, rows, { dryRun: 'false', mode: 'each' })
  await database.system('users').where('id', mine.user.id).update({ status: 'suspended' })
  await run()
  const failed = await database
    .system('post_import_rows')
    .where({ import_id: data.id, status: 'failed' })
    .whereRaw(`error ->> 'code' = 'FORBIDDEN'`)
  t.equal(failed.length, 101)
  t.same(await postsOf(mine), [])
})

test('a file comes as the part of a form too', async (t) => {
  const { mine } = await writers()
  const bytes = Buffer.from('content\nOne\nTwo\n')
  const file = { bytes, name: 'posts.csv', type: 'text/csv' }
  const send = async (parts: Parameters<typeof multipartBody>[0]) => {
    const { payload, headers } = await multipartBody(parts)
    const answer = await app.inject({
      method: 'POST',
      url: `/v1/posts/import?brandId=${mine.brandId}&dryRun=false`,
      headers: { ...mine.auth, ...headers },
      payload,
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const sent = await send([['file', file]])
  t.match(sent, { status: 200, body: { meta: { succeeded: 2, failed: 0 } } })
  t.equal((await postsOf(mine)).length, 2)

  for (const [parts, field] of [
    [[], 'file'],
    [[['file', 'content\nOne\n']], 'file'],
    [
      [
        ['mode', 'each'],
        ['file', file],
      ],
      'mode',
    ],
    [
      [
        ['file', file],
        ['file', file],
      ],
      'file',
    ],
  ] as const) {
    t.match(await send(parts), {
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field }] } },
    })
  }
  const large = { ...file, bytes: Buffer.alloc(5 * 1_048_576 + 1, 'x') }
  t.match(await send([['file', large]]), {
    status: 413,
    body: { error: { code: 'PAYLOAD_TOO_LARGE' } },
  })
  t.equal((await postsOf(mine)).length, 2)
})

const dying = join(import.meta.dirname, '../../../../test/support/dying-importer.ts')

async function begin(
  writer: PostWriter,
  rows: readonly string[],
  query: Record<string, string>,
  header = 'content,scheduledFor',
) {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/posts/import',
    headers: { ...writer.auth, 'content-type': 'text/csv' },
    query: { brandId: writer.brandId, ...query },
    payload: [
      header.includes('platforms') ? header : `${header},platforms`,
      ...rows.map((row) => `${row},${/\d{4}-\d\d-\d\dT/.test(row) ? 'TWITTER' : ''}`),
    ].join('\n'),
  })
  const { data, error } = answer.json()
  return { status: answer.statusCode, data, error }
}

async function writers(): Promise<{ mine: PostWriter; other: PostWriter }> {
  const both = await postWriters(app)
  await database
    .system('organizations')
    .whereIn('id', [both.mine.organizationId, both.other.organizationId])
    .update({ subscription_tier: 'BUSINESS' })
  return both
}

async function leaseOver(id: string): Promise<void> {
  await database.system('post_imports').where({ id }).update({ next_at: new Date() })
}

function postsOf({ organizationId }: PostWriter): Promise<{ id: string; content: string }[]> {
  return database.system('posts').where('organization_id', organizationId).orderBy('id')
}

async function used({ organizationId }: PostWriter): Promise<number> {
  const [row] = (await database
    .system('quota_counters')
    .where({ organization_id: organizationId, metric: 'posts' })
    .select('used')) as { used: number }[]
  return row?.used ?? 0
}
