import { t as file, test } from 'tap'
import { operations } from '../../../../test/api-document/operations.ts'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { buildStaff, staffOf } from '../../../../test/support/staff.ts'
import { removeStaffMember } from './staff-members.service.ts'
import { actAsStaff } from './staff-principal.ts'
import { beginView } from './view-as.service.ts'

const { app, context, database } = await testApp(file)
const send = senderOf(app)
const [ada, bob] = [await registerUser(app), await registerUser(app)]
await buildStaff(context, 'ADMIN')

async function codeFor(userId: string, staffMember = buildStaff(context, 'SUPPORT')) {
  const staff = await staffOf(context, await staffMember)
  const url = await actAsStaff(staff, [], () => beginView(context, staff, userId))
  return { staff, url: new URL(url), code: new URL(url).searchParams.get('code') ?? '' }
}

const open = (code: string) =>
  app.inject({ method: 'POST', url: '/v1/auth/staff-views', payload: { code } })

async function view(userId: string) {
  const { staff, code } = await codeFor(userId)
  const answer = await open(code)
  const { accessToken, user } = answer.json<{ data: { accessToken: string; user: object } }>().data
  return { staff, user, auth: { authorization: `Bearer ${accessToken}` } }
}

test('staff see what the customer sees, and each answer says that they only read', async (t) => {
  const { url } = await codeFor(ada.user.id)
  t.equal(url.origin + url.pathname, `${context.config.frontendUrl}/auth/view-as`)
  const seen = await view(ada.user.id)
  t.match(seen.user, { id: ada.user.id })
  const me = await app.inject({ url: '/v1/users/me', headers: seen.auth })
  t.match(me.json(), { data: { email: ada.user.email } })
  t.equal(me.headers['t21-staff-view'], 'read-only')
  const own = await app.inject({ url: '/v1/users/me', headers: ada.auth })
  t.equal(own.headers['t21-staff-view'], undefined)
  const theirs = await app.inject({
    url: `/v1/organizations/${bob.organizationId}`,
    headers: seen.auth,
  })
  t.equal(theirs.statusCode, 404, 'and nothing of another customer')
})

test('nothing is written, and no secret is read, by any operation of the API', async (t) => {
  const { auth } = await view(ada.user.id)
  let refused = 0
  for (const { id, method, path, isPublic } of operations) {
    if (isPublic || id === 'streamEvents') continue
    const url = path.replaceAll(/\{\w+\}/g, ada.user.id)
    const { statusCode, body } = await app.inject({ method: method as 'GET', url, headers: auth })
    const secret = /calendar-feed$|exports\/\{/.test(path)
    if (method === 'GET' && !secret) t.not(statusCode, 401, `${method} ${path}`)
    else {
      t.match(body, /STAFF_VIEW_READS_ONLY/, `${method} ${path}`)
      refused += 1
    }
  }
  t.ok(refused > 60, `${refused} operations`)
})

test('the customer finds it in the audit log and among the sessions, and can end it', async (t) => {
  const { auth } = await view(ada.user.id)
  const log = await send(ada, 'GET', '/audit-log?resource=staff_view')
  t.match(log.data[0], { actor: 'staff', userId: null, ipAddress: null, action: 'created' })
  t.same((await send(bob, 'GET', '/audit-log?resource=staff_view')).data, [])
  const { data } = await send(ada, 'GET', '/auth/sessions')
  const [theirs] = data.filter(({ staff }: { staff: boolean }) => staff)
  t.match(theirs, { staff: true, ipAddress: null, userAgent: null })
  t.equal((await send(ada, 'DELETE', `/auth/sessions/${theirs.id}`)).statusCode, 204)
  for (const one of data.filter(({ staff }: { staff: boolean }) => staff).slice(1)) {
    await send(ada, 'DELETE', `/auth/sessions/${one.id}`)
  }
  t.equal((await app.inject({ url: '/v1/users/me', headers: auth })).statusCode, 401)
})

test('a code works once, for a minute, and for staff and customers who are there', async (t) => {
  const { code } = await codeFor(ada.user.id)
  t.equal((await open(code)).statusCode, 200)
  t.match((await open(code)).json(), { error: { code: 'INVALID_TOKEN' } })
  const old = await codeFor(ada.user.id)
  await database
    .system('staff_view_codes')
    .update({ expires_at: new Date(Date.now() - 1) })
    .whereNull('used_at')
  t.match((await open(old.code)).json(), { error: { code: 'INVALID_TOKEN' } })
  const gone = await codeFor(ada.user.id)
  await removeStaffMember(context, gone.staff.staffId)
  t.match((await open(gone.code)).json(), { error: { code: 'INVALID_TOKEN' } })
  await t.rejects(codeFor('00000000-0000-7000-8000-000000000000'), { code: 'NOT_FOUND' })
})

test('a view ends with who looks', async (t) => {
  const { staff, auth } = await view(bob.user.id)
  t.equal((await app.inject({ url: '/v1/users/me', headers: auth })).statusCode, 200)
  await removeStaffMember(context, staff.staffId)
  await app.authenticator.forgetUser(bob.user.id)
  t.equal((await app.inject({ url: '/v1/users/me', headers: auth })).statusCode, 401)
})
