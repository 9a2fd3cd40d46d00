import { setTimeout as sleep } from 'node:timers/promises'
import tap, { test } from 'tap'
import { buildMember, buildOrganization, buildUser } from '../../../../test/support/factories.ts'
import { postServer, postWriters, type PostWriter } from '../../../../test/support/post-writer.ts'
import { policies } from '../../app.ts'
import { makeOccurrences } from './make-occurrences.ts'

const { app, context, database } = await postServer(tap)
const make = (): Promise<number> => makeOccurrences(context, policies)

test('a week ahead each moment gets one post, whatever the job does, with its texts in turn', async (t) => {
  const { mine, other } = await postWriters(app)
  const id = await created(mine, {
    post: { content: 'One', platforms: ['TWITTER'], allowDuplicate: true },
    moreTexts: ['Two'],
  })
  const again = async (): Promise<number> => {
    await due(id)
    return make()
  }
  // The second takes it up while the first is at it, as after a lease that ran out.
  await Promise.all([make(), make(), sleep(30).then(again), sleep(60).then(again)])
  await again()
  const posts = await postsOf(mine)
  t.equal(posts.length, 7)
  t.match(
    posts.map(({ content, scheduled_for }) => [content, scheduled_for.toISOString()]),
    Array.from({ length: 7 }, (_, n) => [n % 2 === 0 ? 'One' : 'Two', `${start(n + 1)}:00.000Z`]),
  )
  t.ok(posts.every((post) => post.user_id === mine.user.id && post.status === 'SCHEDULED'))
  t.same(await postsOf(other), [])
  const deliveries = await database.system('social_posts').where({ brand_id: mine.brandId })
  t.equal(deliveries.length, 7)

  const preview = (await mine.get(`/recurrences/${id}/preview?limit=8`)).body.data
  t.match(preview[6], { status: 'made', postId: posts[6]?.id })
  t.match(preview[7], { status: 'planned', postId: null })
})

test('a post that was deleted is not made again, and one that a job died over is', async (t) => {
  const { mine } = await postWriters(app)
  const id = await created(mine)
  await make()
  const [first, second] = await postsOf(mine)
  t.equal((await mine.send('DELETE', `/posts/${first?.id}`)).status, 200)
  // As if the process had died before it wrote the second.
  await database.system('recurrence_occurrences').where('post_id', second?.id).delete()
  await database.system('posts').where('id', second?.id).delete()
  await due(id)
  t.equal(await make(), 1)
  t.equal((await postsOf(mine)).length, 6)
})

test('nothing is made, and nothing is called failed, while the organization is suspended', async (t) => {
  const { mine, other } = await postWriters(app)
  const id = await created(mine)
  await created(other)
  const organizations = database.system('organizations').where({ id: mine.organizationId })
  await organizations.clone().update({ status: 'suspended' })
  t.equal(await make(), 7)
  t.equal((await postsOf(other)).length, 7)
  t.same(await notesOf(id), [])
  await organizations.clone().update({ status: 'active' })
  t.equal(await make(), 7)
  t.equal((await postsOf(mine)).length, 7)
})

test('what falls into a pause is left out, and its end makes no bunch', async (t) => {
  const { mine } = await postWriters(app)
  const id = await created(mine, { startsAt: start(-10), rule: 'FREQ=DAILY;COUNT=40' })
  const paused = await mine.send('PATCH', `/recurrences/${id}`, { version: 1, status: 'paused' })
  t.equal(paused.body.data.status, 'paused')
  await due(id)
  t.equal(await make(), 0)
  // Time passes: the pause began ten days ago.
  await database
    .system('recurrences')
    .where({ id })
    .update({ planned_from: new Date(Date.now() - 10 * 86_400_000) })
  await mine.send('PATCH', `/recurrences/${id}`, { version: 2, status: 'active' })
  t.equal(await make(), 7)
  const notes = await database.system('recurrence_occurrences').where('recurrence_id', id)
  t.ok(
    notes.every(({ status, occurs_at }) => status === 'made' && occurs_at > new Date()),
    'nothing of the past is made up for, or called missed',
  )
})

test('what no job came to in time is noted as missed, and not sent late', async (t) => {
  const { mine } = await postWriters(app)
  const id = await createdTwoDaysLate(mine)
  await make()
  const notes = await notesOf(id)
  const missed = notes.filter(({ status }) => status === 'failed')
  t.ok(missed.length >= 2)
  t.ok(missed.every(({ error, occurs_at }) => error.code === 'MISSED' && occurs_at < new Date()))
  t.equal((await postsOf(mine)).length, 5 - missed.length)
  const { data } = (await mine.get('/users/me/notifications')).body
  t.equal(
    data.filter(({ type }: { type: string }) => type === 'RECURRENCE_FAILED').length,
    missed.length,
  )
  t.equal((await mine.get(`/recurrences/${id}`)).body.data.status, 'ended')
})

test('what it has done is listed newest first, by outcome too, and for its own people only', async (t) => {
  const { mine, other } = await postWriters(app)
  const id = await createdTwoDaysLate(mine)
  await make()
  const posts = await postsOf(mine)
  const { status, body } = await mine.get(`/recurrences/${id}/occurrences`)
  t.equal(status, 200)
  t.match(
    body.data.slice(0, posts.length),
    posts.toReversed().map((post) => ({
      status: 'made',
      postId: post.id,
      error: null,
      occursAt: post.scheduled_for.toISOString(),
    })),
  )
  const failed = (await mine.get(`/recurrences/${id}/occurrences?status=failed`)).body.data
  t.same(failed, body.data.slice(posts.length))
  t.ok(failed.length >= 2)
  t.match(failed[0], { postId: null, error: { code: 'MISSED' } })
  const first = (await mine.get(`/recurrences/${id}/occurrences?limit=2`)).body
  const rest = `/recurrences/${id}/occurrences?cursor=${first.meta.nextCursor}`
  t.same([...first.data, ...(await mine.get(rest)).body.data], body.data)
  t.match(await mine.get(`${rest}&status=made`), {
    status: 422,
    body: { error: { code: 'INVALID_CURSOR' } },
  })
  t.match(await other.get(`/recurrences/${id}/occurrences`), { status: 404 })
})

test('a new rule plans what is not made yet, and leaves what is', async (t) => {
  const { mine } = await postWriters(app)
  const id = await created(mine, { rule: 'FREQ=DAILY;COUNT=3' })
  await make()
  t.equal((await mine.get(`/recurrences/${id}`)).body.data.status, 'ended')
  const version = (await mine.get(`/recurrences/${id}`)).body.data.version
  const before = await postsOf(mine)
  const changed = await mine.send('PATCH', `/recurrences/${id}`, {
    version,
    rule: 'FREQ=DAILY;COUNT=5',
    post: { content: 'New', platforms: ['TWITTER'] },
  })
  t.equal(changed.body.data.status, 'active')
  t.equal(await make(), 2)
  const after = await postsOf(mine)
  t.same(after.slice(0, 3), before)
  t.match(after.slice(3), [{ content: 'New' }, { content: 'New' }])
})

test('a change that comes while a post is being made has the last word', async (t) => {
  const { mine } = await postWriters(app)
  const id = await created(mine)
  let making: Promise<number> | undefined
  await database.system.transaction(async (transaction) => {
    // A post cannot be stored while its brand is held; the change comes to the recurrence first.
    await transaction('brands').where('id', mine.brandId).forUpdate()
    making = make()
    await sleep(400)
    await transaction('recurrences').where({ id }).update({ status: 'paused', version: 2 })
  })
  t.equal(await making, 0)
  t.same(await postsOf(mine), [])
})

test('one that cannot be made says why, its owner is told, and the next is tried', async (t) => {
  const { mine, other } = await postWriters(app)
  await Promise.all(Array.from({ length: 27 }, () => mine.created()))
  const id = await created(mine)
  t.equal(await make(), 3)
  const notes = await notesOf(id)
  t.equal(notes.filter(({ error }) => error?.code === 'QUOTA_EXCEEDED').length, 4)
  const { data } = (await mine.get('/users/me/notifications')).body
  t.match(data[0], { type: 'RECURRENCE_FAILED', link: `/recurrences/${id}` })
  t.equal((await other.get('/users/me/notifications')).body.data.length, 0)
  const preview = (await mine.get(`/recurrences/${id}/preview?limit=7`)).body.data
  t.match(preview[6], { status: 'failed', error: { code: 'QUOTA_EXCEEDED' } })
})

test('an account that is gone fails by its reason, and so does a person who left', async (t) => {
  const { mine, other } = await postWriters(app)
  const id = await created(mine, { rule: 'FREQ=DAILY;COUNT=2' })
  await database
    .system('social_accounts')
    .where('id', mine.accountId)
    .update({ status: 'disconnected' })
  const left = await created(other, { rule: 'FREQ=DAILY;COUNT=1' })
  const stranger = await buildUser(database)
  await buildOrganization(database, { ownerId: stranger.id })
  await buildMember(database, {
    organizationId: other.organizationId,
    userId: stranger.id,
    role: 'VIEWER',
  })
  await database.system('recurrences').where('id', left).update({ user_id: stranger.id })
  t.equal(await make(), 0)
  t.match(await notesOf(id), [
    { error: { code: 'ACCOUNT_NOT_CONNECTED' } },
    { error: { code: 'ACCOUNT_NOT_CONNECTED' } },
  ])
  t.match(await notesOf(left), [{ error: { code: 'FORBIDDEN' } }])
  t.same(await postsOf(other), [])
})

test('the same text within a day is a duplicate, unless the post allows it', async (t) => {
  const { mine, other } = await postWriters(app)
  const rule = 'FREQ=DAILY;BYHOUR=9,15;COUNT=2'
  const strict = await created(mine, { rule })
  await created(other, {
    rule,
    post: { content: 'One', platforms: ['TWITTER'], allowDuplicate: true },
  })
  t.equal(await make(), 3)
  t.match(await notesOf(strict), [{ status: 'made' }, { error: { code: 'DUPLICATE_CONTENT' } }])
})

test('deleted with what it made, its credits come back', async (t) => {
  const { mine } = await postWriters(app)
  const id = await created(mine)
  await make()
  const kept = await created(mine, { post: { content: 'Kept', platforms: ['TWITTER'] } })
  await make()
  const both = await mine.send('DELETE', `/recurrences/${id}?deleteScheduled=true`)
  t.same(both.body.data, { id, deletedPosts: 7, keptPosts: 0 })
  const one = await mine.send('DELETE', `/recurrences/${kept}`)
  t.same(one.body.data, { id: kept, deletedPosts: 0, keptPosts: 7 })
  t.equal((await postsOf(mine)).length, 7)
  const [counter] = await database
    .system('quota_counters')
    .where({ organization_id: mine.organizationId, metric: 'posts' })
  t.equal(counter.used, 7)
})

/** One of five days, of which the first two passed before a job came to it. */
async function createdTwoDaysLate(writer: PostWriter): Promise<string> {
  const id = await created(writer, { startsAt: start(-2), rule: 'FREQ=DAILY;COUNT=5' })
  await database
    .system('recurrences')
    .where({ id })
    .update({ planned_from: new Date(Date.now() - 3 * 86_400_000) })
  return id
}

async function created(writer: PostWriter, fields: object = {}): Promise<string> {
  const { status, body, text } = await writer.send('POST', '/recurrences', {
    brandId: writer.brandId,
    post: { content: 'One', platforms: ['TWITTER'] },
    rule: 'FREQ=DAILY;COUNT=40',
    startsAt: start(1),
    ...fields,
  })
  if (status !== 201) throw new Error(`The recurrence was refused: ${text}`)
  return body.data.id
}

async function due(id: string): Promise<void> {
  await database.system('recurrences').where({ id }).update({ next_at: new Date() })
}

function postsOf({ organizationId }: PostWriter) {
  return database
    .system('posts')
    .where('organization_id', organizationId)
    .whereNotNull('scheduled_for')
    .orderBy('scheduled_for')
}

function notesOf(id: string) {
  return database.system('recurrence_occurrences').where('recurrence_id', id).orderBy('occurs_at')
}

/** Five minutes before this time of day so many days from now: seven of them are within the horizon. */
function start(days: number): string {
  return new Date(Date.now() + days * 86_400_000 - 300_000).toISOString().slice(0, 16)
}
