import tap, { test } from 'tap'
import { loginAs } from '../../../../test/support/app.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { postServer, postWriters, type PostWriter } from '../../../../test/support/post-writer.ts'

const { app, database } = await postServer(tap)

test('a recurrence is made, read, listed, changed and deleted by its own people only', async (t) => {
  const { mine, other } = await postWriters(app)
  const { status, body, headers } = await create(mine, { moreTexts: ['Two', 'Three'] })
  t.equal(status, 201)
  const { data } = body
  t.match(data, {
    brandId: mine.brandId,
    userId: mine.user.id,
    post: { content: 'One', platforms: ['TWITTER'] },
    moreTexts: ['Two', 'Three'],
    rule: 'FREQ=DAILY;COUNT=40',
    startsAt: start(1),
    timezone: 'UTC',
    status: 'active',
    version: 1,
  })
  t.equal(headers['etag'], '"1"')
  t.strictSame((await mine.get(`/recurrences/${data.id}`)).body.data, data)
  t.strictSame((await mine.get(`/recurrences?brandId=${mine.brandId}`)).body.data, [data])
  t.same((await other.get('/recurrences')).body.data, [])

  const preview = (await mine.get(`/recurrences/${data.id}/preview?limit=4`)).body.data
  t.match(preview, [
    { content: 'One', localTime: `${start(1)}:00`, status: 'planned', postId: null, error: null },
    { content: 'Two', localTime: `${start(2)}:00` },
    { content: 'Three', localTime: `${start(3)}:00` },
    { content: 'One', occursAt: `${start(4)}:00.000Z` },
  ])
  t.equal(preview.length, 4)

  for (const [method, path, payload] of [
    ['PATCH', '', { version: 1, status: 'paused' }],
    ['DELETE', '', undefined],
  ] as const) {
    const answer = await other.send(method, `/recurrences/${data.id}${path}`, payload)
    t.match([answer.status, answer.body.error], [404, { message: 'Recurrence not found' }])
  }
  t.equal((await other.get(`/recurrences/${data.id}`)).status, 404)
  t.equal((await other.get(`/recurrences/${data.id}/preview`)).status, 404)

  const changed = await mine.send('PATCH', `/recurrences/${data.id}`, {
    version: 1,
    rule: 'FREQ=WEEKLY;COUNT=3',
    moreTexts: [],
  })
  t.match(changed.body.data, { rule: 'FREQ=WEEKLY;COUNT=3', moreTexts: { length: 0 }, version: 2 })
  const stale = await mine.send('PATCH', `/recurrences/${data.id}`, { version: 1, moreTexts: [] })
  t.match(stale.body.error, { code: 'VERSION_CONFLICT', details: { version: 2 } })

  const deleted = await mine.send('DELETE', `/recurrences/${data.id}`)
  t.same(deleted.body.data, { id: data.id, deletedPosts: 0, keptPosts: 0 })
  t.equal((await mine.get(`/recurrences/${data.id}`)).status, 404)
})

test('what could never be posted, or never ends, is refused by field and stores nothing', async (t) => {
  const { mine, other } = await postWriters(app)
  const post = { content: 'One', platforms: ['TWITTER'] }
  const cases: [object, number, string, string][] = [
    [{ rule: 'FREQ=DAILY' }, 422, 'VALIDATION_ERROR', 'rule'],
    [{ rule: 'FREQ=DAILY;COUNT=501' }, 422, 'VALIDATION_ERROR', 'rule'],
    [{ startsAt: '2020-01-01T09:00' }, 422, 'VALIDATION_ERROR', 'rule'],
    [{ startsAt: '2027-02-30T09:00' }, 422, 'VALIDATION_ERROR', 'startsAt'],
    [{ startsAt: '2027-02-03T09:00Z' }, 422, 'VALIDATION_ERROR', 'startsAt'],
    [{ timezone: 'Mars/Phobos' }, 422, 'VALIDATION_ERROR', 'timezone'],
    [{ post: { ...post, content: 'x'.repeat(281) } }, 422, 'VALIDATION_ERROR', 'post.content'],
    [{ moreTexts: ['Two', 'x'.repeat(281)] }, 422, 'VALIDATION_ERROR', 'moreTexts[1]'],
    [{ post: { ...post, publishNow: true } }, 422, 'VALIDATION_ERROR', 'post.publishNow'],
    [
      { post: { ...post, scheduledFor: '2030-01-01T00:00:00Z' } },
      422,
      'VALIDATION_ERROR',
      'post.scheduledFor',
    ],
    [
      { post: { ...post, platforms: ['LINKEDIN'] } },
      422,
      'PLATFORM_UNAVAILABLE',
      'post.platforms[0]',
    ],
    [{ post: { content: 'Nowhere' } }, 422, 'VALIDATION_ERROR', 'post.platforms'],
  ]
  for (const [fields, status, code, field] of cases) {
    const answer = await create(mine, fields)
    t.equal(answer.status, status, `${field} ${answer.text}`)
    t.match(answer.body.error, { code, details: [{ field }] })
  }
  t.equal((await create(mine, { brandId: other.brandId })).status, 404)
  t.same((await mine.get('/recurrences')).body.data, [])
})

test('a viewer reads recurrences and makes none; whoever changes one answers for it', async (t) => {
  const { mine } = await postWriters(app)
  const { id } = (await create(mine)).body.data
  const [viewer, member] = [await joined(mine, 'VIEWER'), await joined(mine, 'MEMBER')]
  const send = async (
    who: { auth: object },
    method: 'GET' | 'PATCH' | 'DELETE',
    payload?: object,
  ) =>
    app.inject({
      method,
      url: `/v1/recurrences/${id}`,
      headers: { ...who.auth },
      ...(payload && { payload }),
    })
  t.equal((await send(viewer, 'GET')).statusCode, 200)
  t.equal((await send(viewer, 'PATCH', { version: 1, status: 'paused' })).statusCode, 403)
  t.equal((await send(viewer, 'DELETE')).statusCode, 403)
  const changed = await send(member, 'PATCH', { version: 1, moreTexts: ['Mine'] })
  t.match(changed.json().data, { userId: member.user.id, version: 2 })
})

test('the brand’s time zone is the default, and the audit log knows who did what', async (t) => {
  const { mine } = await postWriters(app)
  await database.system('brands').where('id', mine.brandId).update({ timezone: 'Europe/Berlin' })
  const { data } = (await create(mine)).body
  t.equal(data.timezone, 'Europe/Berlin')
  const entries = await database.system('audit_logs').where('resource_id', data.id)
  t.match(entries, [{ action: 'created', resource: 'recurrence', user_id: mine.user.id }])
})

async function joined({ organizationId }: PostWriter, role: string) {
  const user = await buildUser(database)
  await buildMember(database, { organizationId, userId: user.id, role })
  return loginAs(app, user)
}

function create(writer: PostWriter, fields: object = {}) {
  return writer.send('POST', '/recurrences', {
    brandId: writer.brandId,
    post: { content: 'One', platforms: ['TWITTER'] },
    rule: 'FREQ=DAILY;COUNT=40',
    startsAt: start(1),
    ...fields,
  })
}

/** Nine in the morning so many days from now. */
function start(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T09:00`
}
