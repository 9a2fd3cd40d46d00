import tap, { test } from 'tap'
import { inHours, postServer } from '../../../../test/support/post-writer.ts'
import { postTeam, type PostTeam } from '../../../../test/support/post-team.ts'

const { app, database } = await postServer(tap)

const deliveriesOf = (postId: string) =>
  database.system('social_posts').where({ post_id: postId }).select('state', 'due_at')

const noticesOf = async (type: string, subjectId: string): Promise<Record<string, string>[]> =>
  database.system('notifications').where({ type, subject_id: subjectId }).orderBy('user_id')

const stepsOf = async (team: PostTeam, id: string): Promise<unknown[]> =>
  (await team.send(team.viewer, 'GET', `/posts/${id}`)).data.approval?.history.map(
    ({ step, userId, version, comment }: Record<string, unknown>) => [
      step,
      userId,
      version,
      comment,
    ],
  )

test('what a member schedules waits without a delivery, in lists and calendar, and approvers are told', async (t) => {
  const team = await postTeam(app)
  const { send, member, viewer, owner, admin, stranger } = team
  const at = inHours(48)
  const { organizationId } = team
  await database.system('webhook_endpoints').insert({
    organization_id: organizationId,
    url: 'https://hooks.example.com/',
    signing_secret: 'sealed',
  })

  const { statusCode, data: post, meta } = await team.write(member, { scheduledFor: at })

  t.equal(statusCode, 201)
  t.match(post, { status: 'PENDING_APPROVAL', scheduledFor: at, version: 1 })
  t.equal(meta.creditsUsed, 1, 'it counts as every post does')
  t.same(await deliveriesOf(post.id), [], 'there is nothing that could go out')
  const list = `/posts?organizationId=${team.organizationId}&status=PENDING_APPROVAL`
  t.same(
    (await send(viewer, 'GET', list)).data.map(({ id }: { id: string }) => id),
    [post.id],
  )
  const calendar = `/posts/calendar?month=${at.slice(0, 7)}&brandId=${team.brandId}`
  t.match((await send(viewer, 'GET', calendar)).data, [
    { id: post.id, status: 'PENDING_APPROVAL', scheduledFor: at },
  ])
  const notices = await noticesOf('APPROVAL_REQUESTED', post.id)
  t.same(
    new Set(notices.map(({ user_id }) => user_id)),
    new Set([owner.user.id, admin.user.id]),
    'owners and admins, and nobody else',
  )
  t.match(notices[0], { link: `/posts/${post.id}`, message: `For ${at}: ${post.content}` })
  const told = await database
    .system('webhook_deliveries')
    .where({ organization_id: organizationId })
  const event = { id: post.id, organizationId, brandId: team.brandId, status: 'PENDING_APPROVAL' }
  t.match(told, [{ type: 'post.approval_requested', data: event }])
  t.equal(told.length, 1, 'and nothing is scheduled')
  t.same(await stepsOf(team, post.id), [['REQUESTED', member.user.id, 1, null]])
  t.equal((await send(stranger, 'GET', `/posts/${post.id}`)).statusCode, 404)
})

test('the customer’s programs are told once that a post waits, and of other tenants nothing', async (t) => {
  const team = await postTeam(app)
  const { organizationId, brandId } = team
  const listen = async (organization_id: string): Promise<string> => {
    const endpoint = {
      organization_id,
      url: 'https://hooks.example.com/',
      signing_secret: 'sealed',
    }
    const [row] = await database.system('webhook_endpoints').insert(endpoint).returning('id')
    return row.id
  }
  const [here, foreign] = [await listen(organizationId), await listen(team.stranger.organizationId)]
  const { id } = await team.written(team.member, { scheduledFor: inHours(4) })
  await team.send(team.member, 'PATCH', `/posts/${id}`, { version: 1, content: 'Better' })

  const toldTo = (webhook_endpoint_id: string) =>
    database.system('webhook_deliveries').where({ webhook_endpoint_id }).select('type', 'data')
  t.same(await toldTo(here), [
    {
      type: 'post.approval_requested',
      data: { id, organizationId, brandId, status: 'PENDING_APPROVAL' },
    },
  ])
  t.same(await toldTo(foreign), [])
})

test('every way of a member to let something out waits: at once, by schedule, publish and change', async (t) => {
  const team = await postTeam(app)
  const { send, member } = team
  const now = await team.written(member, { publishNow: true })
  t.match(now, { status: 'PENDING_APPROVAL', scheduledFor: null })
  t.equal((await send(member, 'GET', `/posts/${now.id}`)).data.approval.publishNow, true)

  const draft = () => team.written(member)
  const [first, second, third] = [await draft(), await draft(), await draft()]
  const at = inHours(2)
  const ways = [
    await send(member, 'POST', `/posts/${first.id}/schedule`, { scheduledFor: at }),
    await send(member, 'POST', `/posts/${second.id}/publish`),
    await send(member, 'PATCH', `/posts/${third.id}`, { version: 1, scheduledFor: at }),
  ]
  for (const { data } of ways) {
    t.match(data, { status: 'PENDING_APPROVAL', version: 2 })
    t.same(await deliveriesOf(data.id), [])
    t.equal((await noticesOf('APPROVAL_REQUESTED', data.id)).length, 2)
  }
  t.same(
    ways.map(({ data }) => data.scheduledFor),
    [at, null, at],
  )
  t.match(await draft(), { status: 'DRAFT' }, 'a draft needs nobody')
})

test('where nobody wants approvals, and for owners and admins, posts go their way', async (t) => {
  const free = await postTeam(app, { membersNeedApproval: false })
  const team = await postTeam(app)
  for (const [of, who] of [
    [free, free.member],
    [team, team.owner],
    [team, team.admin],
  ] as const) {
    const post = await of.written(who, { scheduledFor: inHours(2) })
    t.equal(post.status, 'SCHEDULED')
    t.equal((await deliveriesOf(post.id)).length, 1)
    t.same(await noticesOf('APPROVAL_REQUESTED', post.id), [])
  }
})

test('a post that waits was checked as every other: text, account, duplicate, quota', async (t) => {
  const team = await postTeam(app)
  const { member, send, owner } = team
  const soon = { scheduledFor: inHours(2) }
  t.match((await team.write(member, { ...soon, content: 'x'.repeat(281) })).error, {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'content' }],
  })
  t.match((await team.write(member, { ...soon, platforms: ['MASTODON'] })).error, {
    code: 'ACCOUNT_NOT_CONNECTED',
  })
  await team.written(owner, { ...soon, content: 'Said already' })
  const again = { ...soon, content: 'Said already' }
  t.match((await team.write(member, again)).error, { code: 'DUPLICATE_CONTENT' })
  t.equal((await team.write(member, { ...soon, scheduledFor: inHours(-1) })).statusCode, 422)

  const meant = await team.written(member, { ...again, allowDuplicate: true })
  const approved = await send(owner, 'POST', `/posts/${meant.id}/approve`, { version: 1 })
  t.equal(approved.data.status, 'SCHEDULED', 'what its author meant is meant by the approval')
})

test('an approval schedules the post as its author wanted, once, and tells the author', async (t) => {
  const team = await postTeam(app)
  const { send, admin, member, owner } = team
  const at = inHours(5)
  const post = await team.written(member, { scheduledFor: at })

  const body = { version: 1, comment: 'Lovely.' }
  const { statusCode, data, headers } = await send(admin, 'POST', `/posts/${post.id}/approve`, body)

  t.equal(statusCode, 200)
  t.match(data, { status: 'SCHEDULED', scheduledFor: at, version: 2, userId: member.user.id })
  t.equal(headers['etag'], '"2"')
  t.same(await deliveriesOf(post.id), [{ state: 'scheduled', due_at: new Date(at) }])
  t.same(await stepsOf(team, post.id), [
    ['REQUESTED', member.user.id, 1, null],
    ['APPROVED', admin.user.id, 1, 'Lovely.'],
  ])
  t.match(await noticesOf('POST_APPROVED', post.id), [
    { user_id: member.user.id, message: /Lovely/ },
  ])
  const again = await send(owner, 'POST', `/posts/${post.id}/approve`, { version: 1 })
  t.match(again.error, { code: 'VERSION_CONFLICT', details: { version: 2 } })
  const anew = await send(owner, 'POST', `/posts/${post.id}/approve`, {}, { 'if-match': '"2"' })
  t.match(anew.error, { code: 'CONFLICT' })
})

test('what was to go out at once does so with the approval; what is late needs another time', async (t) => {
  const team = await postTeam(app)
  const { send, owner, member } = team
  const now = await team.written(member, { publishNow: true })
  const before = Date.now()
  const out = await send(owner, 'POST', `/posts/${now.id}/approve`, { version: 1 })
  t.equal(out.data.status, 'SCHEDULED')
  t.equal(out.data.approval.publishNow, false)
  const [delivery] = await deliveriesOf(now.id)
  t.ok(Math.abs(delivery.due_at.getTime() - before) < 30_000, 'due at the approval')

  const late = await team.written(member, { scheduledFor: inHours(1) })
  await database
    .system('posts')
    .where({ id: late.id })
    .update({ scheduled_for: new Date(Date.now() - 1_000) })
  const path = `/posts/${late.id}/approve`
  t.match((await send(owner, 'POST', path, { version: 1 })).error, {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'scheduledFor', message: /send scheduledFor/ }],
  })
  t.match((await send(owner, 'POST', path, { version: 1, scheduledFor: inHours(-1) })).error, {
    details: [{ field: 'scheduledFor' }],
  })
  t.same(await deliveriesOf(late.id), [], 'refused, nothing changed')
  const at = inHours(3)
  const { data } = await send(owner, 'POST', path, { version: 1, scheduledFor: at })
  t.match(data, { status: 'SCHEDULED', scheduledFor: at })
})

test('what changed while it waited is noticed by the approval: account, duplicate, version', async (t) => {
  const team = await postTeam(app)
  const { send, owner, member } = team
  const at = inHours(6)
  const approve = (id: string, version = 1) =>
    send(owner, 'POST', `/posts/${id}/approve`, { version })
  const [one, two] = [
    await team.written(member, { scheduledFor: at, content: 'The same' }),
    await team.written(member, { scheduledFor: at, content: 'The same' }),
  ]
  t.equal((await approve(one.id)).statusCode, 200)
  t.match((await approve(two.id)).error, {
    code: 'DUPLICATE_CONTENT',
    details: { postId: one.id },
  })
  t.same(await stepsOf(team, two.id), [['REQUESTED', member.user.id, 1, null]])

  const edited = await team.written(member, { scheduledFor: at })
  await send(member, 'PATCH', `/posts/${edited.id}`, { version: 1, content: 'Swapped' })
  t.match((await approve(edited.id)).error, { code: 'VERSION_CONFLICT', details: { version: 2 } })
  t.match((await send(owner, 'POST', `/posts/${edited.id}/approve`, {})).error, {
    details: [{ field: 'version' }],
  })
  await database
    .system('social_accounts')
    .where({ id: team.accountId })
    .update({ status: 'needs_reconnect' })
  t.match((await approve(edited.id, 2)).error, { code: 'ACCOUNT_NOT_CONNECTED' })
  t.equal((await send(owner, 'GET', `/posts/${edited.id}`)).data.status, 'PENDING_APPROVAL')
})

test('a rejection needs a comment, makes a draft and tells the author why', async (t) => {
  const team = await postTeam(app)
  const { send, admin, member } = team
  const post = await team.written(member, { scheduledFor: inHours(5) })
  const path = `/posts/${post.id}/reject`
  for (const body of [{ version: 1 }, { version: 1, comment: '' }, { version: 1, comment: '  ' }]) {
    t.match((await send(admin, 'POST', path, body)).error, { details: [{ field: 'comment' }] })
  }
  const { data } = await send(admin, 'POST', path, { version: 1, comment: 'The price is wrong.' })
  t.match(data, { status: 'DRAFT', scheduledFor: null, version: 2, content: post.content })
  t.match(await noticesOf('POST_REJECTED', post.id), [
    { user_id: member.user.id, message: /The price is wrong\./ },
  ])
  t.match((await send(admin, 'POST', path, { version: 2, comment: 'Again' })).error, {
    code: 'CONFLICT',
  })

  const asked = await send(member, 'POST', `/posts/${post.id}/publish`)
  t.match(asked.data, { status: 'PENDING_APPROVAL', version: 3 }, 'it can be asked for again')
  t.same(await stepsOf(team, post.id), [
    ['REQUESTED', member.user.id, 1, null],
    ['REJECTED', admin.user.id, 1, 'The price is wrong.'],
    ['REQUESTED', member.user.id, 3, null],
  ])
})

test('only owners and admins decide; to strangers the post does not exist', async (t) => {
  const team = await postTeam(app)
  const { send, stranger } = team
  const post = await team.written(team.member, { scheduledFor: inHours(5) })
  for (const [path, body] of [
    ['approve', { version: 1 }],
    ['reject', { version: 1, comment: 'No' }],
  ] as const) {
    for (const who of [team.member, team.viewer]) {
      const { error } = await send(who, 'POST', `/posts/${post.id}/${path}`, body)
      t.equal(error.code, 'FORBIDDEN')
    }
    const hidden = await send(stranger, 'POST', `/posts/${post.id}/${path}`, body)
    const none = await send(
      stranger,
      'POST',
      `/posts/01997c3e-7a10-7c00-8000-00000000ffff/${path}`,
      body,
    )
    t.equal(hidden.statusCode, 404)
    t.same(hidden.error, none.error)
  }
  t.equal((await send(team.owner, 'GET', `/posts/${post.id}`)).data.version, 1)
})
