import { randomUUID } from 'node:crypto'
import tap, { test } from 'tap'
import { buildBrand, buildMedia, buildPost } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'

const { app, database } = await postServer(tap)

test('a list goes from the newest to the oldest, page by page, and leaves nothing out', async (t) => {
  const { mine, other } = await postWriters(app)
  await other.created()
  const ids: string[] = []
  for (let index = 0; index < 7; index += 1) ids.unshift((await mine.created()).id)

  const pages: string[][] = []
  let cursor: string | null = null
  do {
    const { status, body } = await mine.get(
      `/posts?limit=3${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    t.equal(status, 200)
    pages.push(body.data.map(({ id }: { id: string }) => id))
    cursor = body.meta.nextCursor
  } while (cursor !== null)

  t.same(pages, [ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)])
})

test('a cursor is good for its own list only, and cannot be made up', async (t) => {
  const { mine, other } = await postWriters(app)
  for (const writer of [mine, other]) {
    await writer.created()
    await writer.created()
  }
  const { body } = await mine.get('/posts?limit=1')
  const cursor = encodeURIComponent(body.meta.nextCursor)

  for (const path of [
    `/posts?limit=1&status=DRAFT&cursor=${cursor}`,
    `/posts?limit=1&brandId=${mine.brandId}&cursor=${cursor}`,
    `/posts?cursor=${cursor.slice(0, -2)}xx`,
    '/posts?cursor=1',
  ]) {
    const answer = await mine.get(path)
    t.equal(answer.status, 422, path)
    t.equal(answer.body.error.code, 'INVALID_CURSOR', path)
  }
  t.equal((await other.get(`/posts?limit=1&cursor=${cursor}`)).body.error.code, 'INVALID_CURSOR')
})

test('filters narrow the list together', async (t) => {
  const { mine, other } = await postWriters(app)
  const { organizationId } = mine
  const brand = await buildBrand(database, { organizationId })
  const draft = await mine.created({ content: 'A quiet draft', platforms: ['MASTODON'] })
  const soon = await scheduled(mine, 'A loud launch', 2)
  const late = await scheduled(mine, 'A late launch', 100)
  const elsewhere = await mine.created({ brandId: brand.id, content: 'Elsewhere, a launch' })
  const theirs = await scheduled(other, 'Their launch', 2)
  const published = await buildPost(database, {
    organizationId,
    brandId: mine.brandId,
    content: 'Long ago',
    status: 'PUBLISHED',
    publishedAt: new Date('2026-01-10T12:00:00Z'),
  })
  const list = async (query: string): Promise<string[]> => {
    const { status, body, text } = await mine.get(`/posts?${query}`)
    if (status !== 200) throw new Error(text)
    return body.data.map(({ id }: { id: string }) => id)
  }

  t.same(await list(''), [published.id, elsewhere.id, late.id, soon.id, draft.id])
  t.same(await list(`organizationId=${organizationId}&limit=1`), [published.id])
  t.same(await list(`brandId=${brand.id}`), [elsewhere.id])
  t.same(await list('status=SCHEDULED'), [late.id, soon.id])
  t.same(await list('platform=MASTODON'), [draft.id])
  t.same(await list(`from=${inHours(1)}&to=${inHours(50)}`), [soon.id])
  t.same(await list(`to=${inHours(50)}`), [published.id, soon.id], 'published counts as well')
  t.same(await list('from=2026-01-10T13:00:00%2B01:00&to=2026-01-10T12:00:01Z'), [published.id])
  t.same(await list('q=launch'), [elsewhere.id, late.id, soon.id])
  t.same(await list('q=LAUNCH%20late'), [late.id], 'all words, in any case')
  t.same(await list('q=aunc%20lo'), [soon.id], 'parts of words')
  t.same(await list('q=%25'), [], 'and nothing means anything else')
  t.same(await list('q=_'), [])
  t.same(await list('q=nothing'), [])
  t.same(await list(`q=launch&status=SCHEDULED&to=${inHours(50)}`), [soon.id])
  t.notOk((await list('q=launch&limit=100')).includes(theirs.id))
})

test('bad filters are refused by name', async (t) => {
  const { mine } = await postWriters(app)
  for (const [query, field] of [
    ['limit=101', 'limit'],
    ['limit=0', 'limit'],
    ['status=SENT', 'status'],
    ['platform=x', 'platform'],
    ['brandId=1', 'brandId'],
    ['from=yesterday', 'from'],
    ['from=2026-13-01T00:00:00Z', 'from'],
    ['from=2016-12-31T23:59:60Z', 'from'],
    ['to=0000-01-01T00:00:00Z', 'to'],
    ['from=2027-02-01T00:00:00Z&to=2027-01-01T00:00:00Z', 'to'],
    ['from=2027-01-01T00:00:00Z&to=2027-01-01T01:00:00%2B01:00', 'to'],
    ['q=', 'q'],
    ['q=%00', 'q'],
    ['unknown=1', 'unknown'],
  ] as const) {
    const { status, body } = await mine.get(`/posts?${query}`)
    t.equal(status, 422, query)
    t.match(body.error, { code: 'VALIDATION_ERROR', details: [{ field }] }, query)
  }
})

test('somebody in two organizations sees the one that is asked for, or the brand’s', async (t) => {
  const { mine, other } = await postWriters(app)
  await database.system('team_members').insert({
    organization_id: other.organizationId,
    user_id: mine.user.id,
    role: 'MEMBER',
  })
  const own = await mine.created()
  const theirs = await other.created()
  const ids = async (query: string): Promise<string[]> =>
    (await mine.get(`/posts?${query}`)).body.data.map(({ id }: { id: string }) => id)

  t.same(await ids(''), [own.id], 'the personal one, where nothing is asked')
  t.same(await ids(`organizationId=${other.organizationId}`), [theirs.id])
  t.same(await ids(`brandId=${other.brandId}`), [theirs.id])
  t.same(await ids(`brandId=${randomUUID()}`), [])
  t.same(await ids(`organizationId=${mine.organizationId}&brandId=${other.brandId}`), [])
})

test('the calendar shows a month of a zone in order of time, and drafts without a time nowhere', async (t) => {
  const { mine, other } = await postWriters(app)
  const media = await buildMedia(database, { organizationId: mine.organizationId })
  await mine.created()
  const at = async (writer: PostWriter, time: string, fields: object = {}): Promise<string> => {
    const post = await buildPost(database, {
      organizationId: writer.organizationId,
      brandId: writer.brandId,
      scheduledFor: new Date(time),
      status: 'SCHEDULED',
      ...fields,
    })
    return post.id
  }
  const lastOfJune = await at(mine, '2026-06-30T23:30:00Z')
  const lastMoment = await at(mine, '2026-07-31T22:59:59Z', {
    content: 'x'.repeat(500),
    scheduledFor: null,
    publishedAt: new Date('2026-07-31T22:59:59Z'),
    status: 'PUBLISHED',
  })
  const first = await at(mine, '2026-07-01T10:00:00Z')
  const august = await at(mine, '2026-07-31T23:00:00Z')
  await at(other, '2026-07-10T10:00:00Z')
  await database.system('post_media').insert({
    post_id: first,
    organization_id: mine.organizationId,
    position: 0,
    media_id: media.id,
  })
  const month = async (query: string) => (await mine.get(`/posts/calendar?${query}`)).body
  const ids = (body: { data: { id: string }[] }): string[] => body.data.map(({ id }) => id)

  const london = await month('month=2026-07&timezone=Europe/London')

  t.same(ids(london), [lastOfJune, first, lastMoment])
  t.same(london.meta, {
    month: '2026-07',
    timezone: 'Europe/London',
    from: '2026-06-30T23:00:00.000Z',
    to: '2026-07-31T23:00:00.000Z',
    truncated: false,
  })
  t.strictSame(london.data[1], {
    id: first,
    brandId: mine.brandId,
    status: 'SCHEDULED',
    scheduledFor: '2026-07-01T10:00:00.000Z',
    publishedAt: null,
    platforms: ['TWITTER'],
    excerpt: london.data[1].excerpt,
    thumbnailMediaId: media.id,
  })
  t.equal(london.data[2].excerpt, 'x'.repeat(140))
  t.same(ids(await month('month=2026-07')), [first, lastMoment, august], 'UTC')
  t.same(ids(await month('month=2026-06')), [lastOfJune])
  t.same(ids(await month(`month=2026-07&brandId=${mine.brandId}`)).length, 3)
  t.same(ids(await month('month=2026-09')), [])
})

test('a month with more than 2,000 posts says that it is cut', async (t) => {
  const { mine } = await postWriters(app)
  await database.system.raw(
    `insert into posts (organization_id, brand_id, content, status, scheduled_for)
     select ?, ?, 'One of many', 'SCHEDULED', timestamptz '2026-03-01T00:00:00Z' + n * interval '1 minute'
     from generate_series(1, 2001) n`,
    [mine.organizationId, mine.brandId],
  )
  const { body } = await mine.get('/posts/calendar?month=2026-03')
  t.equal(body.data.length, 2_000)
  t.equal(body.meta.truncated, true)
  t.equal(body.data[0].scheduledFor, '2026-03-01T00:01:00.000Z')
})

test('months and zones that do not exist are refused by name', async (t) => {
  const { mine } = await postWriters(app)
  for (const [query, field] of [
    ['month=2026-13', 'month'],
    ['month=2026-1', 'month'],
    ['', 'month'],
    ['month=2026-01&timezone=Mars/Phobos', 'timezone'],
    ['month=2026-01&timezone=%00', 'timezone'],
    ['month=2026-01&year=1', 'year'],
  ] as const) {
    const { status, body } = await mine.get(`/posts/calendar?${query}`)
    t.equal(status, 422, query)
    t.match(body.error, { code: 'VALIDATION_ERROR', details: [{ field }] }, query)
  }
})

test('list and calendar read one organization through its index', async (t) => {
  const { mine } = await postWriters(app)
  const plan = async (sql: string): Promise<string> =>
    database.api.transaction(async (transaction) => {
      await transaction.raw("select set_config('app.organization_ids', ?, true)", [
        mine.organizationId,
      ])
      await transaction.raw('set local enable_seqscan = off')
      const { rows } = await transaction.raw<{ rows: { 'QUERY PLAN': string }[] }>(`explain ${sql}`)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
  const own = `organization_id = '${mine.organizationId}'`

  const list = await plan(`select * from posts where ${own} order by id desc limit 21`)
  t.match(list, /Index Scan (Backward )?using posts_organization_id_id_key on posts/)
  t.notMatch(list, /Sort/)
  t.match(
    await plan(
      `select * from posts where ${own} and calendar_at >= now() and calendar_at < now() order by calendar_at, id`,
    ),
    /posts_calendar/,
  )
})

function scheduled(writer: PostWriter, content: string, hours: number) {
  return writer.created({ content, platforms: ['TWITTER'], scheduledFor: inHours(hours) })
}
