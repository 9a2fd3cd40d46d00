import { setTimeout as sleep } from 'node:timers/promises'
import { t as file, test } from 'tap'
import { loginAs, senderOf, testApp, type TestUser } from '../../../test/support/app.ts'
import { postAuth, registerByApi } from '../../../test/support/auth-client.ts'
import {
  buildApiKey,
  buildMember,
  buildOrganization,
  buildUser,
} from '../../../test/support/factories.ts'
import { figure } from '../../../test/support/figures.ts'
import { suspendOrganization } from '../features/organizations/suspend-organization.service.ts'
import { suspendUser } from '../features/users/suspend-user.service.ts'

// A8 (reliability.md 12): whatever takes a right away in one process is known in all of them within 60 s, and at once in its own.

const longestSeconds = 60

const { app: here, context, database } = await testApp(file)
const { app: there } = await testApp(file, { database })
const [sendHere, sendThere] = [senderOf(here), senderOf(there)]

type Who = Pick<TestUser, 'auth'>

/** A right that somebody uses, and how it is taken away. */
interface Case {
  readonly who: Who
  readonly use: readonly ['GET', string]
  readonly refusal: number
  /** By a request to this process, or by somebody who runs T21, whom no process hears of. */
  readonly byRequest: boolean
  takeAway(): Promise<unknown>
}

interface Team {
  readonly id: string
  readonly owner: Who & { readonly user: { readonly id: string } }
  readonly member: Who & { readonly user: { readonly id: string } }
  readonly path: string
}

async function team(role = 'ADMIN'): Promise<Team> {
  const [owner, member] = [
    await loginAs(here, await buildUser(database)),
    await loginAs(here, await buildUser(database)),
  ]
  const { id } = await buildOrganization(database, { ownerId: owner.user.id, personal: false })
  await buildMember(database, { organizationId: id, userId: member.user.id, role })
  return { id, owner, member, path: `/organizations/${id}` }
}

async function keyOf({ id, member }: Team): Promise<Who & { readonly id: string }> {
  return buildApiKey(database, {
    organizationId: id,
    userId: member.user.id,
    scopes: ['organizations:read', 'audit-log:read'],
  })
}

const me = ['GET', '/users/me'] as const

const cases: Readonly<Record<string, () => Promise<Case>>> = {
  logout: async () => {
    const { tokens } = await registerByApi(here)
    const who = { auth: { authorization: `Bearer ${tokens.accessToken}` } }
    const takeAway = () => postAuth(here, 'logout', {}, { token: tokens.accessToken })
    return { who, use: me, refusal: 401, byRequest: true, takeAway }
  },
  'another password': async () => {
    const { email, password, tokens } = await registerByApi(here)
    const other = (await postAuth(here, 'login', { email, password })).json<{
      tokens: { accessToken: string }
    }>()
    const who = { auth: { authorization: `Bearer ${other.tokens.accessToken}` } }
    const changer = { auth: { authorization: `Bearer ${tokens.accessToken}` } }
    const body = { currentPassword: password, newPassword: 'another good one' }
    const takeAway = () => sendHere(changer, 'POST', '/users/me/change-password', body)
    return { who, use: me, refusal: 401, byRequest: true, takeAway }
  },
  'a suspended person': async () => {
    const { member } = await team()
    const takeAway = () => suspendUser(context, member.user.id, 'a test')
    return { who: member, use: me, refusal: 401, byRequest: false, takeAway }
  },
  'a suspended organization': async () => {
    const { id, path, owner } = await team()
    const takeAway = () => suspendOrganization(context, id, 'a test')
    return { who: owner, use: ['GET', path], refusal: 404, byRequest: false, takeAway }
  },
  'a key of a suspended organization': async () => {
    const made = await team()
    const takeAway = () => suspendOrganization(context, made.id, 'a test')
    const use = ['GET', made.path] as const
    return { who: await keyOf(made), use, refusal: 401, byRequest: false, takeAway }
  },
  'a lesser role': async () => {
    const { id, path, owner, member } = await team()
    const url = `${path}/members/${member.user.id}`
    const takeAway = () => sendHere(owner, 'PATCH', url, { role: 'VIEWER' })
    const use = ['GET', `/audit-log?organizationId=${id}`] as const
    return { who: member, use, refusal: 403, byRequest: true, takeAway }
  },
  'a lesser role of the one who made a key': async () => {
    const made = await team()
    const url = `${made.path}/members/${made.member.user.id}`
    const takeAway = () => sendHere(made.owner, 'PATCH', url, { role: 'VIEWER' })
    const use = ['GET', `/audit-log?organizationId=${made.id}`] as const
    return { who: await keyOf(made), use, refusal: 403, byRequest: true, takeAway }
  },
  'a removed member': async () => {
    const { path, owner, member } = await team()
    const takeAway = () => sendHere(owner, 'DELETE', `${path}/members/${member.user.id}`)
    return { who: member, use: ['GET', path], refusal: 404, byRequest: true, takeAway }
  },
  'a key of a removed member': async () => {
    const made = await team()
    const url = `${made.path}/members/${made.member.user.id}`
    const takeAway = () => sendHere(made.owner, 'DELETE', url)
    const use = ['GET', made.path] as const
    return { who: await keyOf(made), use, refusal: 401, byRequest: true, takeAway }
  },
  'a revoked key': async () => {
    const made = await team()
    const key = await keyOf(made)
    const takeAway = () => sendHere(made.owner, 'DELETE', `/api-keys/${key.id}`)
    return { who: key, use: ['GET', made.path], refusal: 401, byRequest: true, takeAway }
  },
}

test('what is taken away in one process is refused there at once, and everywhere within a minute', async (t) => {
  const seconds = await Promise.all(
    Object.entries(cases).map(async ([name, make]) => {
      const { who, use, refusal, byRequest, takeAway } = await make()
      for (const send of [sendHere, sendThere]) {
        const { statusCode } = await send(who, ...use)
        t.ok(statusCode < 300, `${name}: both processes know the right (${statusCode})`)
      }
      await takeAway()
      const taken = performance.now()
      if (byRequest) t.equal((await sendHere(who, ...use)).statusCode, refusal, `${name}: at once`)
      let passed = 0
      for (;;) {
        const { statusCode } = await sendThere(who, ...use)
        passed = (performance.now() - taken) / 1_000
        if (statusCode === refusal || passed > longestSeconds) break
        await sleep(1_000)
      }
      t.ok(passed <= longestSeconds, `${name}: elsewhere after ${passed.toFixed(1)} s`)
      return passed
    }),
  )
  const longest = Math.max(...seconds)
  figure('A8', { rights: seconds.length, longestSeconds: Math.ceil(longest) })
  t.ok(longest > 1, 'control: the other process did believe what it had read')
})
