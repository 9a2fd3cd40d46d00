import tap, { test } from 'tap'
import { buildSocialAccount } from '../../../../test/support/factories.ts'
import { postTeam } from '../../../../test/support/post-team.ts'
import { postServer } from '../../../../test/support/post-writer.ts'
import { weekdays } from '../queues/queue-moments.ts'

const { app, database } = await postServer(tap)

/** So many minutes after noon of a day ahead. */
const day = Math.ceil(Date.now() / 86_400_000 + 2) * 86_400_000
const noon = (minutes: number): string => new Date(day + minutes * 60_000).toISOString()

/** A team whose brand wants half an hour between posts. */
async function spaced(options = { membersNeedApproval: false }) {
  const team = await postTeam(app, options)
  const path = `/brands/${team.brandId}`
  const body = { version: 1, minimumGapMinutes: 30 }
  const { data } = await team.send(team.owner, 'PATCH', path, body)
  if (data.minimumGapMinutes !== 30) throw new Error('The brand was not changed.')
  const at = (minutes: number, fields: object = {}, who = team.member) =>
    team.write(who, { scheduledFor: noon(minutes), ...fields })
  return { ...team, at }
}

test('a brand wants no distance until somebody says so, and never more than a day', async (t) => {
  const { send, owner, member, brandId, written } = await postTeam(app, {
    membersNeedApproval: false,
  })
  const path = `/brands/${brandId}`
  t.equal((await send(owner, 'GET', path)).data.minimumGapMinutes, 0)
  for (const minimumGapMinutes of [-1, 1_441, 1.5]) {
    const { error } = await send(owner, 'PATCH', path, { version: 1, minimumGapMinutes })
    t.equal(error.code, 'VALIDATION_ERROR')
  }
  const gap = { version: 1, minimumGapMinutes: 30 }
  t.equal((await send(member, 'PATCH', path, gap)).error.code, 'FORBIDDEN')
  await written(member, { scheduledFor: noon(0) })
  t.equal((await written(member, { scheduledFor: noon(0) })).status, 'SCHEDULED')
})

test('a post too close to another of its account is refused, before it and after it', async (t) => {
  const { at, brandId, organizationId } = await spaced()
  const { data: first } = await at(0)
  const [delivery] = await database.system('social_posts').where({ post_id: first.id })
  const count = () => database.system('posts').where({ brand_id: brandId }).count().first()
  const before = await count()
  for (const minutes of [-29, 0, 29]) {
    t.match((await at(minutes)).error, {
      code: 'TOO_CLOSE',
      details: {
        postId: first.id,
        deliveryId: delivery.id,
        socialAccountId: delivery.social_account_id,
        nextFree: noon(30),
      },
    })
  }
  t.same(await count(), before, 'nothing was stored')
  t.equal((await at(30)).statusCode, 201, 'exactly the distance is enough')
  t.equal((await at(-30)).statusCode, 201)
  t.equal((await at(90)).statusCode, 201)
  t.equal((await at(-10)).error.details.nextFree, noon(60), 'free of all that come')
  t.equal((await at(45)).error.details.nextFree, noon(60))
  t.equal((await at(75)).error.details.nextFree, noon(120))

  const place = { brandId, organizationId }
  const other = await buildSocialAccount(database, place)
  t.equal((await at(0, { socialAccountIds: [other.id] })).statusCode, 201, 'another account')
})

test('only owners and admins put posts closer together', async (t) => {
  const { at, owner, admin, member, send } = await spaced()
  await at(0)
  const meant = { allowBurst: true }
  t.equal((await at(1, meant)).error.code, 'FORBIDDEN')
  t.equal((await at(1, meant, admin)).statusCode, 201)
  const { data: draft } = await at(300)
  const path = `/posts/${draft.id}/schedule`
  const closer = { scheduledFor: noon(2), ...meant }
  t.equal((await send(member, 'POST', path, closer)).error.code, 'FORBIDDEN')
  t.equal((await send(owner, 'POST', path, closer)).statusCode, 200)
})

test('moving a post is looked at, changing its text is not, and it is no neighbour of itself', async (t) => {
  const { at, send, member, owner } = await spaced()
  await at(0)
  const { data: second } = await at(40)
  const move = (version: number, minutes: number) =>
    send(member, 'PATCH', `/posts/${second.id}`, { version, scheduledFor: noon(minutes) })
  t.equal((await move(1, 20)).error.code, 'TOO_CLOSE')
  t.equal((await move(1, 45)).statusCode, 200)
  const body = { scheduledFor: noon(5), allowBurst: true }
  await send(owner, 'POST', `/posts/${second.id}/schedule`, body)
  const text = { version: 3, content: 'Another text' }
  t.equal((await send(member, 'PATCH', `/posts/${second.id}`, text)).statusCode, 200)
})

test('what was called off or failed leaves its place, what was published keeps it', async (t) => {
  const { at, send, member, write } = await spaced()
  const { data: off } = await at(0)
  await send(member, 'POST', `/posts/${off.id}/unschedule`)
  const { data: failed } = await at(0)
  const of = { post_id: failed.id }
  await database.system('social_posts').where(of).update({ state: 'failed', next_at: null })
  const { data: out } = await at(0)
  await database
    .system('social_posts')
    .where({ post_id: out.id })
    .update({ state: 'published', next_at: null, published_at: new Date(Date.now() - 60_000) })
  t.equal((await at(0)).statusCode, 201, 'it went out elsewhere')
  const { error } = await write(member, { publishNow: true })
  t.match(error, { code: 'TOO_CLOSE', details: { postId: out.id } })
})

test('of twenty at the same moment one is scheduled', async (t) => {
  const { at, owner, member } = await spaced()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => at(index, {}, index % 2 ? owner : member)),
  )
  const made = answers.filter(({ statusCode }) => statusCode === 201)
  t.equal(made.length, 1)
  t.ok(answers.every(({ statusCode, error }) => statusCode === 201 || error.code === 'TOO_CLOSE'))
})

test('the queue passes over slots that are too close', async (t) => {
  const { send, owner, member, brandId, written } = await spaced()
  const slots = ['00:00', '00:20', '00:40'].flatMap((time) =>
    weekdays.map((weekday) => ({ weekday, time })),
  )
  await send(owner, 'PUT', `/brands/${brandId}/queue`, { version: 1, slots })
  const preview = await send(member, 'GET', `/brands/${brandId}/queue/preview`)
  const moments: string[] = preview.data.map(({ at }: { at: string }) => at)
  const far = new Date(moments[0] ?? '').getTime() + 30 * 60_000

  const first = await written(member, { queue: true })
  const second = await written(member, { queue: true })
  t.equal(first.scheduledFor, moments[0])
  t.equal(
    second.scheduledFor,
    moments.find((at) => new Date(at).getTime() >= far),
  )
  const burst = await written(owner, { queue: true, allowBurst: true })
  const held = [first.scheduledFor, second.scheduledFor]
  t.equal(
    burst.scheduledFor,
    moments.find((at) => !held.includes(at)),
    'what was passed over is free for others',
  )
})

test('what waits holds nothing back; its approval is looked at, and may be meant', async (t) => {
  const { at, send, owner } = await spaced({ membersNeedApproval: true })
  const { data: one } = await at(0)
  const { data: two } = await at(10)
  t.same([one.status, two.status], ['PENDING_APPROVAL', 'PENDING_APPROVAL'])
  const approve = (id: string, body: object = {}) =>
    send(owner, 'POST', `/posts/${id}/approve`, { version: 1, ...body })
  t.equal((await approve(one.id)).statusCode, 200)
  t.match((await approve(two.id)).error, {
    code: 'TOO_CLOSE',
    details: { postId: one.id, nextFree: noon(30) },
  })
  t.equal((await approve(two.id, { allowBurst: true })).data.scheduledFor, noon(10))
})
