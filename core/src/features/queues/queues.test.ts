import tap, { test } from 'tap'
import { buildSocialAccount } from '../../../../test/support/factories.ts'
import { postTeam, type PostTeam } from '../../../../test/support/post-team.ts'
import { inHours, postServer } from '../../../../test/support/post-writer.ts'
import { weekdays } from './queue-moments.ts'

const { app, database } = await postServer(tap)

const everyDay = (...times: string[]) =>
  times.flatMap((time) => weekdays.map((weekday) => ({ weekday, time })))

/** A team whose brand has slots. */
async function queued(slots: readonly object[], options = { membersNeedApproval: false }) {
  const team = await postTeam(app, options)
  const path = `/brands/${team.brandId}/queue`
  const put = await team.send(team.owner, 'PUT', path, { version: 1, slots })
  if (put.statusCode !== 200) throw new Error(JSON.stringify(put.error))
  const preview = async (limit = 10): Promise<{ at: string; post: { id: string } | null }[]> =>
    (await team.send(team.viewer, 'GET', `${path}/preview?limit=${limit}`)).data
  return { ...team, path, preview }
}

test('a brand has no slots until they are set, by owners and admins, of the version they read', async (t) => {
  const { send, owner, admin, member, viewer, stranger, brandId } = await postTeam(app)
  const path = `/brands/${brandId}/queue`
  const slots = [
    { weekday: 'MONDAY', time: '09:30' },
    { weekday: 'FRIDAY', time: '17:00', platforms: ['TWITTER'] },
  ]
  t.same((await send(viewer, 'GET', path)).data, {
    brandId,
    timezone: 'UTC',
    slots: [],
    version: 1,
  })
  const { statusCode, data, headers } = await send(admin, 'PUT', path, { version: 1, slots })
  t.equal(statusCode, 200)
  t.same(data, { brandId, timezone: 'UTC', slots, version: 2 })
  t.equal(headers['etag'], '"2"')
  t.same((await send(viewer, 'GET', path)).data, data)
  t.match((await send(owner, 'PUT', path, { version: 1, slots: [] })).error, {
    code: 'VERSION_CONFLICT',
    details: { version: 2 },
  })
  t.equal((await send(owner, 'PUT', path, { slots: [] }, { 'if-match': '"2"' })).data.version, 3)
  for (const who of [member, viewer]) {
    t.equal((await send(who, 'PUT', path, { version: 3, slots: [] })).error.code, 'FORBIDDEN')
  }
  for (const [method, url] of [
    ['GET', path],
    ['GET', `${path}/preview`],
    ['PUT', path],
  ] as const) {
    const body = method === 'PUT' ? { version: 3, slots: [] } : undefined
    t.equal((await send(stranger, method, url, body)).statusCode, 404)
  }
})

test('slots that cannot be are refused with the field, and nothing changes', async (t) => {
  const { send, owner, brandId } = await postTeam(app)
  const path = `/brands/${brandId}/queue`
  const refused = async (slots: readonly object[]) =>
    (await send(owner, 'PUT', path, { version: 1, slots })).error
  const monday = { weekday: 'MONDAY', time: '09:30' }
  t.match(await refused([monday, { ...monday, platforms: ['TWITTER'] }]), {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'slots[1]' }],
  })
  t.match(await refused([{ ...monday, platforms: ['TWITTER', 'MYSPACE'] }]), {
    code: 'PLATFORM_UNAVAILABLE',
    details: [{ field: 'slots[0].platforms[1]' }],
  })
  for (const wrong of [
    { time: '24:00' },
    { time: '9:30' },
    { weekday: 'Monday' },
    { platforms: [] },
  ]) {
    t.equal((await refused([{ ...monday, ...wrong }])).code, 'VALIDATION_ERROR')
  }
  const many = Array.from({ length: 201 }, (_, index) => ({
    weekday: 'MONDAY',
    time: `${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
  }))
  t.equal((await refused(many)).code, 'VALIDATION_ERROR')
  t.equal((await send(owner, 'PUT', path, { version: 1, slots: many.slice(1) })).statusCode, 200)
})

test('queued posts take the next free slots, one after the other, and the preview shows them', async (t) => {
  const team = await queued(everyDay('08:00', '20:00'))
  const { send, member, written, preview } = team
  const free = (await preview(4)).map(({ at }) => at)

  const first = await written(member, { queue: true })
  const draft = await written(member)
  const { data: second } = await send(member, 'POST', `/posts/${draft.id}/schedule`, {
    queue: true,
  })

  t.match(first, { status: 'SCHEDULED', scheduledFor: free[0] })
  t.match(second, { status: 'SCHEDULED', scheduledFor: free[1] })
  t.same(
    (await preview(4)).map(({ at, post }) => [at, post?.id ?? null]),
    [
      [free[0], first.id],
      [free[1], second.id],
      [free[2], null],
      [free[3], null],
    ],
  )
  const { meta } = await send(member, 'GET', `${team.path}/preview?limit=1`)
  t.same(meta, { timezone: 'UTC', nextFree: free[2] })
})

test('twenty at once get twenty slots', async (t) => {
  const { written, member, owner, preview } = await queued(everyDay('08:00', '12:00', '20:00'))
  const free = (await preview(20)).map(({ at }) => at)
  const posts = await Promise.all(
    Array.from({ length: 20 }, (_, index) => written(index % 2 ? member : owner, { queue: true })),
  )
  t.same(posts.map(({ scheduledFor }: { scheduledFor: string }) => scheduledFor).toSorted(), free)
})

test('a post that is deleted, moved or made a draft gives its slot back; the next one takes it', async (t) => {
  const { send, member, written, preview } = await queued(everyDay('08:00'))
  const [slot] = await preview(1)
  const holder = async () => (await preview(1))[0]?.post?.id
  const free = async (act: (id: string) => Promise<{ statusCode: number }>) => {
    const { id, scheduledFor } = await written(member, { queue: true })
    t.equal(scheduledFor, slot?.at)
    t.equal(await holder(), id)
    t.equal((await act(id)).statusCode, 200)
    t.equal(await holder(), undefined)
  }
  await free((id) => send(member, 'DELETE', `/posts/${id}`))
  await free((id) => send(member, 'POST', `/posts/${id}/unschedule`))
  await free((id) => send(member, 'POST', `/posts/${id}/publish`))
  await free((id) =>
    send(member, 'PATCH', `/posts/${id}`, { version: 1, scheduledFor: inHours(1) }),
  )
  await free(async (id) => {
    const [delivery] = (await send(member, 'GET', `/posts/${id}/deliveries`)).data
    return send(member, 'POST', `/deliveries/${delivery.id}/cancel`)
  })

  const kept = await written(member, { queue: true })
  await send(member, 'PATCH', `/posts/${kept.id}`, { version: 1, content: 'Another text' })
  t.equal(await holder(), kept.id, 'a text is no other time')
  const again = await send(member, 'POST', `/posts/${kept.id}/schedule`, { queue: true })
  t.equal(again.data.scheduledFor, slot?.at, 'its own slot is free for itself')
})

test('a slot for some platforms takes posts for these and no others', async (t) => {
  const team = await queued([
    ...weekdays.map((weekday) => ({ weekday, time: '00:01', platforms: ['MASTODON'] })),
    ...everyDay('23:59'),
  ])
  const { brandId, organizationId } = team
  await buildSocialAccount(database, { brandId, organizationId, platform: 'MASTODON' })
  const platformsTime = async (...platforms: string[]) =>
    (await team.written(team.member, { platforms, queue: true })).scheduledFor.slice(11, 16)
  t.equal(await platformsTime('TWITTER'), '23:59')
  t.equal(await platformsTime('TWITTER', 'MASTODON'), '23:59')
  const only = [await platformsTime('MASTODON'), await platformsTime('MASTODON')]
  t.ok(only.includes('00:01'))
})

test('without a slot that fits, or without a free one, a post is refused and nothing is stored', async (t) => {
  const none = await postTeam(app)
  t.match((await none.write(none.owner, { queue: true })).error, {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'queue', message: /PUT \/v1\/brands\/:id\/queue/ }],
  })
  const other = await queued([{ weekday: 'MONDAY', time: '09:00', platforms: ['MASTODON'] }])
  t.match((await other.write(other.owner, { queue: true })).error, {
    details: [{ field: 'queue' }],
  })

  const full = await queued([{ weekday: 'MONDAY', time: '09:00' }])
  const moments = await full.preview(100)
  t.ok(moments.length >= 52 && moments.length <= 53, 'a year')
  const { organizationId, brandId } = full
  for (const { at } of moments) {
    const [post] = await database
      .system('posts')
      .insert({
        organization_id: organizationId,
        brand_id: brandId,
        content: 'Queued',
        scheduled_for: at,
      })
      .returning('id')
    await database.system('queue_entries').insert({
      organization_id: organizationId,
      brand_id: brandId,
      post_id: post.id,
      slot_at: at,
    })
  }
  const posts = database.system('posts').where({ brand_id: brandId }).count().first()
  const before = await posts.clone()
  t.match((await full.write(full.owner, { queue: true })).error, { code: 'QUEUE_FULL' })
  t.same(await posts.clone(), before)
  const { meta } = await full.send(full.viewer, 'GET', `${full.path}/preview`)
  t.equal(meta.nextFree, null)
})

test('one way to say when: at a time, at once or by the queue', async (t) => {
  const { write, member, written, send } = await queued(everyDay('08:00'))
  for (const two of [
    { queue: true, publishNow: true },
    { queue: true, scheduledFor: inHours(1) },
    { publishNow: true, scheduledFor: inHours(1) },
  ]) {
    t.equal((await write(member, two)).error.code, 'VALIDATION_ERROR')
  }
  const { id } = await written(member)
  for (const body of [{}, { queue: false }, { queue: true, scheduledFor: inHours(1) }]) {
    const { error } = await send(member, 'POST', `/posts/${id}/schedule`, body)
    t.equal(error.code, 'VALIDATION_ERROR')
  }
})

test('a queued post that waits for approval holds its slot, and a rejection gives it back', async (t) => {
  const team: PostTeam & { preview: Awaited<ReturnType<typeof queued>>['preview'] } = await queued(
    everyDay('08:00'),
    { membersNeedApproval: true },
  )
  const { send, owner, member, written, preview } = team
  const [slot, later] = await preview(2)
  const waiting = await written(member, { queue: true })
  t.match(waiting, { status: 'PENDING_APPROVAL', scheduledFor: slot?.at })
  t.equal((await written(owner, { queue: true })).scheduledFor, later?.at)
  const comment = 'No'
  await send(owner, 'POST', `/posts/${waiting.id}/reject`, { version: 1, comment })
  t.equal((await preview(1))[0]?.post, null)
  const asked = await send(member, 'POST', `/posts/${waiting.id}/schedule`, { queue: true })
  t.match(asked.data, { status: 'PENDING_APPROVAL', scheduledFor: slot?.at })
  const out = await send(owner, 'POST', `/posts/${waiting.id}/approve`, { version: 3 })
  t.match(out.data, { status: 'SCHEDULED', scheduledFor: slot?.at })
  t.equal((await preview(1))[0]?.post?.id, waiting.id)
})
