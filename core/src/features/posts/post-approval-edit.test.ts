import tap, { test } from 'tap'
import { inHours, postServer } from '../../../../test/support/post-writer.ts'
import { refreshPostStatus } from '../publishing/post-status.ts'
import { postTeam, type PostTeam } from '../../../../test/support/post-team.ts'

const { app, database } = await postServer(tap)

const deliveriesOf = (postId: string): Promise<string[]> =>
  database.system('social_posts').where({ post_id: postId }).pluck('state')

const stepsOf = (postId: string): Promise<string[]> =>
  database.system('post_approvals').where({ post_id: postId }).orderBy('id').pluck('step')

/** A post of the member that an owner approved; its version is 2. */
async function approvedPost(team: PostTeam): Promise<{ id: string; scheduledFor: string }> {
  const { id } = await team.written(team.member, { scheduledFor: inHours(5) })
  const { data } = await team.send(team.owner, 'POST', `/posts/${id}/approve`, { version: 1 })
  return data
}

test('a post that waits and is changed waits on, whoever changes it, and nobody is told again', async (t) => {
  const team = await postTeam(app)
  const { send, member, owner } = team
  const { id } = await team.written(member, { scheduledFor: inHours(5) })
  const change = (who: typeof member, body: object) => send(who, 'PATCH', `/posts/${id}`, body)

  const first = await change(member, { version: 1, content: 'Better' })
  t.match(first.data, { status: 'PENDING_APPROVAL', version: 2, content: 'Better' })
  const second = await change(owner, { version: 2, content: 'Best', scheduledFor: inHours(7) })
  t.match(second.data, { status: 'PENDING_APPROVAL', version: 3 })
  const third = await send(member, 'POST', `/posts/${id}/schedule`, { scheduledFor: inHours(8) })
  t.match(third.data, { status: 'PENDING_APPROVAL', version: 4 })
  t.match((await change(member, { version: 4, content: 'x'.repeat(281) })).error, {
    code: 'VALIDATION_ERROR',
  })
  t.same(await deliveriesOf(id), [])
  t.same(await stepsOf(id), ['REQUESTED', 'CHANGED', 'CHANGED', 'CHANGED'])
  t.equal(
    (await database.system('notifications').where({ type: 'APPROVAL_REQUESTED', subject_id: id }))
      .length,
    2,
  )
})

test('whoever may approve does so by name, and passes no approval by with schedule or publish', async (t) => {
  const team = await postTeam(app)
  const { id } = await team.written(team.member, { scheduledFor: inHours(5) })
  for (const [path, body] of [
    ['schedule', { scheduledFor: inHours(6) }],
    ['publish', {}],
  ] as const) {
    const { error } = await team.send(team.owner, 'POST', `/posts/${id}/${path}`, body)
    t.match(error, { code: 'CONFLICT', message: /approve/ })
  }
  t.same(await deliveriesOf(id), [])
})

test('an approved post that a member changes or moves waits again, its deliveries called off', async (t) => {
  const team = await postTeam(app)
  const { send, member, owner } = team
  for (const change of [
    { version: 2, content: 'Swapped after the approval' },
    { version: 2, scheduledFor: inHours(9) },
    { version: 2, altTexts: {} },
  ]) {
    const { id, scheduledFor } = await approvedPost(team)
    const { data } = await send(member, 'PATCH', `/posts/${id}`, change)
    t.match(data, {
      status: 'PENDING_APPROVAL',
      version: 3,
      scheduledFor: change.scheduledFor ?? scheduledFor,
    })
    t.same(await deliveriesOf(id), ['canceled'])
    t.same(await stepsOf(id), ['REQUESTED', 'APPROVED', 'REQUESTED'])
    const again = await send(owner, 'POST', `/posts/${id}/approve`, { version: 3 })
    t.match(again.data, { status: 'SCHEDULED', scheduledFor: data.scheduledFor })
    t.same(await deliveriesOf(id), ['scheduled'])
  }
  const ofOwner = await team.written(owner, { scheduledFor: inHours(5) })
  const taken = await send(member, 'PATCH', `/posts/${ofOwner.id}`, { version: 1, content: 'Mine' })
  t.equal(taken.data.status, 'PENDING_APPROVAL', 'also where nobody had to approve it before')

  const { id } = await approvedPost(team)
  const { data } = await send(owner, 'PATCH', `/posts/${id}`, {
    version: 2,
    content: 'By an owner',
  })
  t.equal(data.status, 'SCHEDULED')
})

test('a post on its way is not called back by a change', async (t) => {
  const team = await postTeam(app)
  const { id } = await approvedPost(team)
  await database
    .system('social_posts')
    .where({ post_id: id })
    .update({ state: 'claimed', lease_until: new Date(Date.now() + 60_000) })
  const change = { version: 2, content: 'Too late' }
  const { error } = await team.send(team.member, 'PATCH', `/posts/${id}`, change)
  t.equal(error.code, 'DELIVERY_IN_FLIGHT')
  t.same(await deliveriesOf(id), ['claimed'])
  t.same(await stepsOf(id), ['REQUESTED', 'APPROVED'])
})

test('who asked takes it back: the post is a draft, and deleting it gives the credit back', async (t) => {
  const team = await postTeam(app)
  const { send, member } = team
  const [one, two, three] = [
    await team.written(member, { scheduledFor: inHours(5) }),
    await team.written(member, { publishNow: true }),
    await team.written(member, { scheduledFor: inHours(5) }),
  ]
  const taken = [
    await send(member, 'POST', `/posts/${one.id}/unschedule`),
    await send(member, 'PATCH', `/posts/${two.id}`, { version: 1, scheduledFor: null }),
  ]
  for (const { data } of taken) {
    t.match(data, { status: 'DRAFT', scheduledFor: null, version: 2 })
    t.same(await stepsOf(data.id), ['REQUESTED', 'WITHDRAWN'])
    const { error } = await send(team.owner, 'POST', `/posts/${data.id}/approve`, { version: 2 })
    t.equal(error.code, 'CONFLICT')
  }
  const { data } = await send(member, 'DELETE', `/posts/${three.id}`)
  t.equal(data.creditReturned, true)
  t.same(await stepsOf(three.id), [])
})

test('switching approvals off releases nothing that waits', async (t) => {
  const team = await postTeam(app)
  const { send, owner, member, organizationId } = team
  const { id } = await team.written(member, { scheduledFor: inHours(5) })
  const off = { version: 1, membersNeedApproval: false }
  t.equal((await send(owner, 'PATCH', `/organizations/${organizationId}`, off)).statusCode, 200)

  t.equal((await send(member, 'GET', `/posts/${id}`)).data.status, 'PENDING_APPROVAL')
  const edited = await send(member, 'PATCH', `/posts/${id}`, { version: 1, content: 'Edited' })
  t.equal(edited.data.status, 'PENDING_APPROVAL')
  t.same(await deliveriesOf(id), [])
  t.equal((await team.written(member, { scheduledFor: inHours(5) })).status, 'SCHEDULED')
  const out = await send(owner, 'POST', `/posts/${id}/approve`, { version: 2 })
  t.equal(out.data.status, 'SCHEDULED')
})

test('trying a failed delivery again is no way around: only what was approved as it is', async (t) => {
  const team = await postTeam(app)
  const { send, member, owner } = team
  const failed = async () => {
    const { id } = await approvedPost(team)
    const [delivery] = await database
      .system('social_posts')
      .where({ post_id: id })
      .update({ state: 'failed', next_at: null })
      .returning('id')
    await database.system('posts').where({ id }).update({ status: 'FAILED' })
    return {
      id,
      retry: (who: typeof member) => send(who, 'POST', `/deliveries/${delivery.id}/retry`),
    }
  }
  const same = await failed()
  t.equal((await same.retry(member)).data.state, 'scheduled', 'as it was approved')

  const swapped = await failed()
  const change = { version: 2, content: 'Something else' }
  const edited = await send(member, 'PATCH', `/posts/${swapped.id}`, change)
  t.equal(edited.data.status, 'FAILED', 'what has failed is not scheduled by a change')
  t.match((await swapped.retry(member)).error, { code: 'CONFLICT', message: /not been approved/ })
  const asked = await send(member, 'POST', `/posts/${swapped.id}/publish`)
  t.equal(asked.data.status, 'PENDING_APPROVAL')
  for (const who of [member, owner]) {
    t.match((await swapped.retry(who)).error, { code: 'CONFLICT', message: /waits for approval/ })
  }
  t.same(await deliveriesOf(swapped.id), ['failed'])
  const out = await send(owner, 'POST', `/posts/${swapped.id}/approve`, { version: 4 })
  t.equal(out.data.status, 'SCHEDULED')
  t.same(await deliveriesOf(swapped.id), ['scheduled'])
})

test('what waits is no draft to whoever derives the status of posts', async (t) => {
  const team = await postTeam(app)
  const at = inHours(5)
  const { id } = await team.written(team.member, { scheduledFor: at })
  const changed = await database.system.transaction((transaction) =>
    refreshPostStatus(transaction, [id]),
  )
  t.same(changed, [])
  const { data } = await team.send(team.member, 'GET', `/posts/${id}`)
  t.match(data, { status: 'PENDING_APPROVAL', scheduledFor: at })
})

test('of two who approve at once one does; the post has one delivery and one decision', async (t) => {
  const team = await postTeam(app)
  for (let round = 0; round < 5; round += 1) {
    const { id } = await team.written(team.member, { scheduledFor: inHours(5) })
    const answers = await Promise.all(
      [team.owner, team.admin, team.owner].map((who) =>
        team.send(who, 'POST', `/posts/${id}/approve`, { version: 1 }),
      ),
    )
    t.same(
      answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
      [200, 409, 409],
    )
    t.same(await deliveriesOf(id), ['scheduled'])
    t.same(await stepsOf(id), ['REQUESTED', 'APPROVED'])
  }
})

test('what goes out is what the approver saw, however close a change comes', async (t) => {
  const team = await postTeam(app)
  const { send, owner, member } = team
  for (let round = 0; round < 8; round += 1) {
    const { id, content } = await team.written(member, { scheduledFor: inHours(5) })
    const [approved, edited] = await Promise.all([
      send(owner, 'POST', `/posts/${id}/approve`, { version: 1 }),
      send(member, 'PATCH', `/posts/${id}`, { version: 1, content: `Swapped ${round}` }),
    ])
    t.same(
      [approved.statusCode, edited.statusCode].toSorted((a, b) => a - b),
      [200, 409],
    )
    const { data } = await send(owner, 'GET', `/posts/${id}`)
    if (approved.statusCode === 200) {
      t.match(data, { status: 'SCHEDULED', content, version: 2 })
      t.same(await deliveriesOf(id), ['scheduled'])
    } else {
      t.match(data, { status: 'PENDING_APPROVAL', content: `Swapped ${round}`, version: 2 })
      t.same(await deliveriesOf(id), [])
    }
  }
})

test('a post is approved or deleted or given back, never two of it', async (t) => {
  const team = await postTeam(app)
  const { send, owner, member, admin } = team
  for (let round = 0; round < 6; round += 1) {
    const { id } = await team.written(member, { scheduledFor: inHours(5) })
    const [approved, deleted, rejected] = await Promise.all([
      send(owner, 'POST', `/posts/${id}/approve`, { version: 1 }),
      send(member, 'DELETE', `/posts/${id}`),
      send(admin, 'POST', `/posts/${id}/reject`, { version: 1, comment: 'No' }),
    ])
    const ok = [approved, deleted, rejected].filter(({ statusCode }) => statusCode === 200)
    // A deletion names no version: it may come after what was decided.
    t.ok(ok.length === 1 || (ok.length === 2 && deleted.statusCode === 200))
    t.notOk(approved.statusCode === 200 && rejected.statusCode === 200)
    const states = await deliveriesOf(id)
    if (deleted.statusCode === 200) t.same(states, [])
    else t.same(states, approved.statusCode === 200 ? ['scheduled'] : [])
  }
})
