import tap, { test } from 'tap'
import { buildMedia, buildSocialAccount } from '../../../../test/support/factories.ts'
import {
  inHours,
  postServer,
  postWriters,
  type PostWriter,
} from '../../../../test/support/post-writer.ts'

const { app, database } = await postServer(tap)

test('changing the text leaves the schedule and the deliveries where they are', async (t) => {
  const { mine, other } = await postWriters(app)
  const theirs = await other.created({ platforms: ['TWITTER'], scheduledFor: inHours(3) })
  const untouched = await deliveriesOf(theirs.id)
  const post = await scheduledPost(mine, 3)
  const [before] = await deliveriesOf(post.id)

  const { status, body, headers } = await patch(mine, post, {
    content: 'A better text',
    thread: [{ content: 'and more' }],
  })

  t.equal(status, 200)
  t.equal(headers['etag'], '"2"')
  t.match(body.data, {
    content: 'A better text',
    status: 'SCHEDULED',
    scheduledFor: post.scheduledFor,
    version: 2,
  })
  const [after, ...more] = await deliveriesOf(post.id)
  t.same(more, [])
  t.not(after.content_hash.toString('hex'), before.content_hash.toString('hex'))
  t.equal(after.parts, 2)
  t.strictSame(
    { ...after, content_hash: null, parts: null, updated_at: null },
    { ...before, content_hash: null, parts: null, updated_at: null },
    'nothing else changed',
  )
  t.strictSame(await deliveriesOf(theirs.id), untouched)
  t.equal((await events(before.id)).length, 1, 'no step in the history')
})

test('changing the time leaves the text, and moves the deliveries that are there', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  const [before] = await deliveriesOf(post.id)
  const scheduledFor = inHours(50)

  const { body } = await patch(mine, post, { scheduledFor })

  t.match(body.data, { content: post.content, scheduledFor, status: 'SCHEDULED', version: 2 })
  const [after, ...more] = await deliveriesOf(post.id)
  t.same(more, [])
  t.match(after, { id: before.id, due_at: new Date(scheduledFor), next_at: new Date(scheduledFor) })
  t.same(after.content_hash, before.content_hash)
})

test('a time that has passed meanwhile can be sent back as it was read, and no other', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  const past = new Date(Date.now() - 60_000)
  await database.system('posts').where({ id: post.id }).update({ scheduled_for: past })

  const same = await patch(mine, post, { content: 'New', scheduledFor: past.toISOString() })
  t.equal(same.status, 200)
  const { status, body } = await patch(mine, same.body.data, {
    scheduledFor: new Date(past.getTime() - 1).toISOString(),
  })
  t.equal(status, 422)
  t.match(body.error.details, [{ field: 'scheduledFor' }])
})

test('a stale version changes nothing; the header serves as well as the body', async (t) => {
  const { mine } = await postWriters(app)
  const post = await mine.created()
  const path = `/posts/${post.id}`
  await patch(mine, post, { content: 'Second' })

  const stale = await patch(mine, post, { content: 'Third' })
  t.equal(stale.status, 409)
  t.match(stale.body.error, { code: 'VERSION_CONFLICT', details: { version: 2 } })
  const without = await mine.send('PATCH', path, { content: 'Third' })
  t.equal(without.status, 422)
  t.match(without.body.error.details, [{ field: 'version' }])
  const both = await mine.send('PATCH', path, { version: 1, content: 'x' }, { 'if-match': '"2"' })
  t.equal(both.status, 422)
  const odd = await mine.send('PATCH', path, { content: 'x' }, { 'if-match': '*' })
  t.match(odd.body.error.details, [{ field: 'If-Match' }])
  const staleHeader = await mine.send('PATCH', path, { content: 'x' }, { 'if-match': '"1"' })
  t.equal(staleHeader.status, 409)
  t.equal((await mine.get(path)).body.data.content, 'Second')

  const { status, body } = await mine.send(
    'PATCH',
    path,
    { content: 'Third' },
    { 'if-match': '"2"' },
  )
  t.equal(status, 200)
  t.match(body.data, { content: 'Third', version: 3 })
})

test('of two changes of the same version at once, one is taken', async (t) => {
  const { mine } = await postWriters(app)
  for (const fields of [{}, { platforms: ['TWITTER'], scheduledFor: inHours(5) }]) {
    const post = await mine.created(fields)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => patch(mine, post, { content: `Number ${index}` })),
    )
    t.same(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409, 409, 409, 409, 409, 409, 409],
    )
    t.equal((await mine.get(`/posts/${post.id}`)).body.data.version, 2)
  }
})

test('a draft scheduled twice at once has one delivery', async (t) => {
  const { mine } = await postWriters(app)
  const post = await mine.created({ platforms: ['TWITTER'] })
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      mine.send('POST', `/posts/${post.id}/schedule`, { scheduledFor: inHours(index + 1) }),
    ),
  )
  t.ok(answers.some(({ status }) => status === 200))
  t.ok(answers.every(({ status }) => status === 200 || status === 409))
  const { body } = await mine.get(`/posts/${post.id}`)
  const deliveries = await deliveriesOf(post.id)
  t.equal(deliveries.length, 1)
  t.equal(deliveries[0].due_at.toISOString(), body.data.scheduledFor)
})

test('changing the accounts adds and takes away deliveries, and leaves the others', async (t) => {
  const { mine } = await postWriters(app)
  const scope = { organizationId: mine.organizationId, brandId: mine.brandId }
  const [second, third] = [
    await buildSocialAccount(database, scope),
    await buildSocialAccount(database, { ...scope, platform: 'MASTODON' }),
  ]
  const post = await scheduledPost(mine, 3)
  const before = await deliveriesOf(post.id)
  const kept = before.find((row) => row.social_account_id === second.id)
  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await deliveriesOf(post.id)).map((row) => [row.social_account_id, row.state]),
    )

  const narrowed = await patch(mine, post, { socialAccountIds: [second.id, third.id] })

  t.equal(narrowed.status, 200)
  t.same(new Set(narrowed.body.data.platforms), new Set(['MASTODON', 'TWITTER']))
  t.same(await states(), {
    [mine.accountId]: 'canceled',
    [second.id]: 'scheduled',
    [third.id]: 'scheduled',
  })
  t.strictSame(
    (await deliveriesOf(post.id)).find(({ id }) => id === kept?.id),
    kept,
    'the one that stays is untouched',
  )

  const widened = await patch(mine, narrowed.body.data, {
    socialAccountIds: null,
    platforms: ['TWITTER'],
  })
  t.match(widened.body.data, {
    status: 'SCHEDULED',
    platforms: ['TWITTER'],
    socialAccountIds: null,
  })
  t.same(await states(), {
    [mine.accountId]: 'scheduled',
    [second.id]: 'scheduled',
    [third.id]: 'canceled',
  })
  const nowhere = await patch(mine, widened.body.data, { platforms: [] })
  t.equal(nowhere.status, 422, 'a scheduled post goes somewhere')
})

test('unscheduling makes a draft, and scheduling takes the same deliveries up again', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  const path = `/posts/${post.id}`
  const [before] = await deliveriesOf(post.id)

  const draft = await mine.send('POST', `${path}/unschedule`)
  t.match(draft.body.data, { status: 'DRAFT', scheduledFor: null, content: post.content })
  t.match(await deliveriesOf(post.id), [{ id: before.id, state: 'canceled' }])
  t.match((await mine.send('POST', `${path}/unschedule`)).body.data, {
    status: 'DRAFT',
    version: 2,
  })

  const scheduledFor = inHours(9)
  const again = await mine.send('POST', `${path}/schedule`, { scheduledFor, version: 2 })
  t.match(again.body.data, { status: 'SCHEDULED', scheduledFor, version: 3 })
  t.match(await deliveriesOf(post.id), [
    { id: before.id, state: 'scheduled', due_at: new Date(scheduledFor) },
  ])

  const viaPatch = await patch(mine, again.body.data, { scheduledFor: null })
  t.match(viaPatch.body.data, { status: 'DRAFT', scheduledFor: null })

  const now = await mine.send('POST', `${path}/publish`)
  t.match(now.body.data, { status: 'SCHEDULED' })
  const [due] = await deliveriesOf(post.id)
  t.ok(due.due_at <= new Date())
})

test('what is on its way cannot be changed, moved, called off or deleted', async (t) => {
  const { mine } = await postWriters(app)
  for (const state of ['claimed', 'processing', 'unknown', 'reconciling']) {
    const post = await scheduledPost(mine, 3)
    const leaseUntil = new Date(Date.now() + 60_000)
    await database
      .system('social_posts')
      .where({ post_id: post.id })
      .update({ state, lease_until: leaseUntil })
    const path = `/posts/${post.id}`
    const answers = [
      await patch(mine, post, { content: 'Too late' }),
      await patch(mine, post, { scheduledFor: inHours(7) }),
      await patch(mine, post, { scheduledFor: null }),
      await mine.send('POST', `${path}/publish`),
      await mine.send('POST', `${path}/schedule`, { scheduledFor: inHours(7) }),
      await mine.send('POST', `${path}/unschedule`),
      await mine.send('DELETE', path),
    ]
    for (const { status, body } of answers) {
      t.equal(status, 409, state)
      t.match(body.error, { code: 'DELIVERY_IN_FLIGHT', details: [{ state }] })
    }
    t.strictSame((await mine.get(path)).body.data, post, 'nothing changed')
  }
})

test('what has gone out, or may have, cannot be changed any more', async (t) => {
  const { mine } = await postWriters(app)
  const cases = [
    { state: 'published', next_at: null, platform_post_id: '1', published_at: new Date() },
    { state: 'needs_attention', next_at: null },
    { state: 'retry_wait', part: 1, parts: 2, platform_post_id: '2' },
    { state: 'failed', next_at: null, part: 1, parts: 2, platform_post_id: '3' },
  ]
  for (const fields of cases) {
    const post = await scheduledPost(mine, 3)
    await database.system('social_posts').where({ post_id: post.id }).update(fields)
    const path = `/posts/${post.id}`
    for (const { status, body } of [
      await patch(mine, post, { content: 'Too late' }),
      await mine.send('POST', `${path}/publish`),
      await mine.send('POST', `${path}/unschedule`),
    ]) {
      t.equal(status, 409, fields.state)
      t.equal(body.error.code, 'CONFLICT', fields.state)
    }
    t.equal((await mine.send('POST', `${path}/duplicate`)).status, 201)
  }
})

test('a post that failed everywhere can be mended and tried again', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  await database.system('social_posts').where({ post_id: post.id }).update({
    state: 'failed',
    next_at: null,
  })
  await database.system('posts').where({ id: post.id }).update({ status: 'FAILED' })

  const mended = await patch(mine, post, { content: 'Mended' })
  t.match(mended.body.data, { status: 'FAILED', content: 'Mended' })
  t.match(await deliveriesOf(post.id), [{ state: 'failed' }], 'a text sends nothing')

  const { organizationId, brandId } = mine
  await buildSocialAccount(database, { organizationId, brandId })
  const again = await mine.send('POST', `/posts/${post.id}/publish`)
  t.match(again.body.data, { status: 'SCHEDULED', version: 3 })
  t.match(
    await deliveriesOf(post.id),
    [{ state: 'scheduled' }, { state: 'scheduled' }],
    'it goes where its platforms lead now, not only where it failed',
  )
})

test('a new text is checked for the networks that a scheduled post goes to', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  const { status, body } = await patch(mine, post, { content: 'x'.repeat(281) })
  t.equal(status, 422)
  t.match(body.error.details, [{ field: 'content', platform: 'TWITTER', actual: 281 }])
  t.strictSame((await mine.get(`/posts/${post.id}`)).body.data, post)
})

test('a post whose plugin is gone can be called off and edited as a draft, but not sent', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  await database
    .system('posts')
    .where({ id: post.id })
    .update({ platforms: ['MYSPACE'] })
  await database.system('social_posts').where({ post_id: post.id }).update({ platform: 'MYSPACE' })
  await database
    .system('social_accounts')
    .where({ id: mine.accountId })
    .update({ platform: 'MYSPACE' })

  const edited = await patch(mine, post, { content: 'x' })
  t.equal(edited.body.error?.code, 'PLATFORM_UNAVAILABLE')
  t.match(await deliveriesOf(post.id), [{ state: 'scheduled' }], 'nothing is called off by that')
  const draft = await mine.send('POST', `/posts/${post.id}/unschedule`)
  t.match(draft.body.data, { status: 'DRAFT' })
  const changed = await patch(mine, draft.body.data, { content: 'x' })
  t.match(changed.body.data, { content: 'x', platforms: ['MYSPACE'] })
  const sent = await mine.send('POST', `/posts/${post.id}/publish`)
  t.equal(sent.body.error?.code, 'PLATFORM_UNAVAILABLE')
})

test('media are replaced as a whole, and their texts go with them', async (t) => {
  const { mine, other } = await postWriters(app)
  const scope = { organizationId: mine.organizationId }
  const [one, two] = [await buildMedia(database, scope), await buildMedia(database, scope)]
  const theirs = await buildMedia(database, { organizationId: other.organizationId })
  const post = await mine.created({
    mediaIds: [one.id, two.id],
    altTexts: { [one.id]: 'One', [two.id]: 'Two' },
  })

  const fewer = await patch(mine, post, { mediaIds: [two.id] })
  t.match(fewer.body.data, { mediaIds: [two.id] })
  t.strictSame(fewer.body.data.altTexts, { [two.id]: 'Two' })

  const foreign = await patch(mine, fewer.body.data, { mediaIds: [theirs.id] })
  t.equal(foreign.status, 404)
  const none = await patch(mine, fewer.body.data, { mediaIds: [], altTexts: {} })
  t.match(none.body.data, { mediaIds: { length: 0 }, altTexts: {}, content: post.content })
  const empty = await patch(mine, none.body.data, { content: '' })
  t.equal(empty.status, 422)
})

test('deleting calls off what is scheduled and gives the credit back; once', async (t) => {
  const { mine, other } = await postWriters(app)
  await other.created()
  const post = await scheduledPost(mine, 3)
  t.equal(await used(mine), 1)

  const { status, body } = await mine.send('DELETE', `/posts/${post.id}`)

  t.equal(status, 200)
  t.strictSame(body.data, { id: post.id, creditReturned: true, stillPublished: [] })
  t.equal(await used(mine), 0)
  t.equal((await mine.get(`/posts/${post.id}`)).status, 404)
  t.equal((await mine.send('DELETE', `/posts/${post.id}`)).status, 404)
  t.same(await deliveriesOf(post.id), [])
  t.equal(await used(other), 1)
})

test('deleting a published post says that it stays on the network, and keeps the credit', async (t) => {
  const { mine } = await postWriters(app)
  const post = await scheduledPost(mine, 3)
  const url = 'https://planner.example/1'
  await database.system('social_posts').where({ post_id: post.id }).update({
    state: 'published',
    next_at: null,
    platform_post_id: '1',
    platform_url: url,
    published_at: new Date(),
  })

  const { body } = await mine.send('DELETE', `/posts/${post.id}`)

  t.strictSame(body.data, {
    id: post.id,
    creditReturned: false,
    stillPublished: [{ platform: 'TWITTER', url }],
  })
  t.equal(await used(mine), 1)
})

test('a duplicate is a draft of its own, with its own credit', async (t) => {
  const { mine } = await postWriters(app)
  const media = await buildMedia(database, { organizationId: mine.organizationId })
  const post = await mine.created({
    platforms: ['TWITTER'],
    scheduledFor: inHours(3),
    mediaIds: [media.id],
    altTexts: { [media.id]: 'A cat' },
    thread: [{ content: 'more', mediaIds: [media.id] }],
  })

  const { status, body } = await mine.send('POST', `/posts/${post.id}/duplicate`)

  t.equal(status, 201)
  t.strictSame(body.meta, { creditsUsed: 1, creditsRemaining: 28 })
  const { id, createdAt, updatedAt } = body.data
  t.not(id, post.id)
  t.strictSame(body.data, {
    ...post,
    id,
    createdAt,
    updatedAt,
    status: 'DRAFT',
    scheduledFor: null,
  })
  t.strictSame((await mine.get(`/posts/${id}`)).body.data, body.data)
})

function scheduledPost(writer: PostWriter, hours: number) {
  return writer.created({ platforms: ['TWITTER'], scheduledFor: inHours(hours) })
}

function patch(writer: PostWriter, post: { id: string; version: number }, fields: object) {
  return writer.send('PATCH', `/posts/${post.id}`, { version: post.version, ...fields })
}

function deliveriesOf(postId: string) {
  return database.system('social_posts').where({ post_id: postId }).orderBy('id')
}

function events(deliveryId: string) {
  return database.system('delivery_events').where({ delivery_id: deliveryId })
}

async function used({ organizationId }: PostWriter): Promise<number> {
  const [row] = await database
    .system('quota_counters')
    .where({ organization_id: organizationId, metric: 'posts' })
    .select('used')
  return row?.used ?? 0
}
