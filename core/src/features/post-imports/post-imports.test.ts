import tap, { test } from 'tap'
import { postServer, postWriters, type PostWriter } from '../../../../test/support/post-writer.ts'
import { importTemplate } from './post-imports.schemas.ts'

const { app, database } = await postServer(tap)

test('a file is checked first, and imported when it is said so', async (t) => {
  const { mine, other } = await postWriters(app)
  const checked = await send(mine, importTemplate)
  t.equal(checked.statusCode, 200, checked.payload)
  t.same(checked.json().meta, { dryRun: true, succeeded: 2, failed: 0 })
  t.same(await postsOf(mine), [])

  const { statusCode, payload } = await send(mine, importTemplate, {
    dryRun: 'false',
    timezone: 'Europe/Berlin',
  })
  t.equal(statusCode, 200, payload)
  t.match(JSON.parse(payload).data, [
    { line: 2, status: 'created' },
    { line: 3, status: 'created' },
  ])
  t.match(await postsOf(mine), [
    {
      content: 'Doors open on Monday, at nine.',
      first_comment: 'See you there!',
      hashtags: ['Opening', 'Bakery'],
      scheduled_for: new Date('2030-01-15T08:00:00Z'),
    },
    { content: 'One more text', scheduled_for: new Date('2030-01-16T09:00:00Z') },
  ])
  t.same(await postsOf(other), [])
})

test('byte order marks, semicolons, tabs and texts of several lines are read', async (t) => {
  const { mine } = await postWriters(app)
  const files = [
    '\uFEFFcontent;platforms\r\n"One; two";\r\n',
    'content\tfirstComment\n"One\nTwo"\tFirst\n\nThree\t\n',
    'platforms,content\n"TWITTER MASTODON","He said ""yes"""\n',
  ]
  for (const file of files) {
    const { statusCode, payload } = await send(mine, file, { dryRun: 'false' })
    t.equal(statusCode, 200, payload)
  }
  const posts = await postsOf(mine)
  t.same(
    posts.map(({ content }) => content),
    ['One; two', 'One\nTwo', 'Three', 'He said "yes"'],
  )
  t.same(posts[3].platforms, ['TWITTER', 'MASTODON'])
})

test('every row that is wrong says its line, its column and the remedy, and nothing is stored', async (t) => {
  const { mine, other } = await postWriters(app)
  const file = [
    'content,scheduledFor,platforms,imageUrls,brandId',
    'Good,,,,',
    '"Of two\nlines",2030-03-31 02:30,TWITTER,,',
    'Late,2030-02-30 10:00,TWITTER,,',
    'Past,2020-01-01 10:00,TWITTER,,',
    '"=HYPERLINK(""http://evil"")",,,,',
    'Small,,twitter,,',
    'Odd,,,not an address,',
    `Theirs,,,,${other.brandId}`,
    ',,TWITTER,,',
    'When,tomorrow,TWITTER,,',
  ].join('\n')
  const query = { timezone: 'Europe/Berlin', mode: 'each' }
  const { data, meta } = (await send(mine, file, query)).json()
  t.same(meta, { dryRun: true, succeeded: 1, failed: 9 })
  const found = data.map((row: { line: number; error: { field: string; code: string } | null }) => [
    row.line,
    row.error?.field ?? row.error?.code,
  ])
  t.same(found, [
    [2, undefined],
    [3, 'scheduledFor'],
    [5, 'scheduledFor'],
    [6, 'scheduledFor'],
    [7, 'content'],
    [8, 'platforms[0]'],
    [9, 'imageUrls[0]'],
    [10, 'NOT_FOUND'],
    [11, 'content'],
    [12, 'scheduledFor'],
  ])
  t.match(data[1].error.remedy, /leave this time out/)
  t.match(data[4].error.remedy, /formula/)
  const whole = await send(mine, file, { ...query, mode: 'all_or_nothing', dryRun: 'false' })
  t.match(whole.json().error, { code: 'BULK_REFUSED', details: { 0: { line: 3 } } })
  t.same(await postsOf(mine), [])
})

test('a file that is none is refused as a whole', async (t) => {
  const { mine } = await postWriters(app)
  const rows = (count: number): string => `content\n${'x\n'.repeat(count)}`
  const cases: [string | Buffer, number, string, RegExp][] = [
    [Buffer.from('content\nGr\xfc\xdfe', 'latin1'), 400, 'MALFORMED_REQUEST', /not UTF-8/],
    ['content\n"One\nTwo\n', 400, 'MALFORMED_REQUEST', /not closed/],
    ['content,platforms\nOne\n', 400, 'MALFORMED_REQUEST', /as many fields/],
    ['content\n', 400, 'MALFORMED_REQUEST', /no rows/],
    ['', 400, 'MALFORMED_REQUEST', /no rows/],
    ['content,colour\nOne,red\n', 422, 'VALIDATION_ERROR', /There is no column .*colour/],
    ['platforms\nTWITTER\n', 422, 'VALIDATION_ERROR', /This column is required/],
    ['content,content\nOne,Two\n', 422, 'VALIDATION_ERROR', /there twice/],
    [rows(10_001), 413, 'PAYLOAD_TOO_LARGE', /more than 10000 rows/],
    [`content\n${'x'.repeat(5 * 1_048_576)}\n`, 413, 'PAYLOAD_TOO_LARGE', /maxBytes/],
  ]
  for (const [file, status, code, text] of cases) {
    const { statusCode, payload } = await send(mine, file, { dryRun: 'false' })
    t.equal(statusCode, status, text.source)
    t.equal(JSON.parse(payload).error.code, code)
    t.match(payload, text)
  }
  const zone = await send(mine, rows(1), { timezone: 'Mars/Phobos' })
  t.match(zone.json().error, { code: 'VALIDATION_ERROR', details: [{ field: 'timezone' }] })
  const json = await mine.send('POST', '/posts/import', { content: 'One' })
  t.equal(json.status, 415)
  t.same(await postsOf(mine), [])
})

test('the template is a file that can be imported', async (t) => {
  const { mine } = await postWriters(app)
  const { headers, payload } = await app.inject({
    url: '/v1/posts/import/template',
    headers: mine.auth,
  })
  t.equal(headers['content-type'], 'text/csv; charset=utf-8')
  t.equal(payload, importTemplate)
})

function send(writer: PostWriter, file: string | Buffer, query: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: '/v1/posts/import',
    headers: { ...writer.auth, 'content-type': 'text/csv' },
    query: { brandId: writer.brandId, ...query },
    payload: file,
  })
}

function postsOf({ organizationId }: PostWriter) {
  return database.system('posts').where('organization_id', organizationId).orderBy('id')
}
