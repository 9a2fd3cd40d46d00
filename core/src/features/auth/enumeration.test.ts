import { randomBytes } from 'node:crypto'
import { t as file, test } from 'tap'
import { senderOf, testApp } from '../../../../test/support/app.ts'
import {
  bearer,
  goodPassword,
  postAuth,
  registerByApi,
} from '../../../../test/support/auth-client.ts'
import { buildOrganization } from '../../../../test/support/factories.ts'
import { figure, isLong } from '../../../../test/support/figures.ts'

/** Registration is the one place that says when an address is taken (docs/adr/0008). */
const { app, database } = await testApp(file)
const send = senderOf(app)
const owner = await registerByApi(app)
await database.system('users').update({ email_verified_at: new Date() })
const team = await buildOrganization(database, { ownerId: owner.user.id, personal: false })
await database.system('organizations').update({ subscription_tier: 'BUSINESS' })
const auth = { auth: bearer(owner.tokens.accessToken) }

interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** What is asked about an address, by whoever wants to know whether it has an account. */
const routes: Readonly<Record<string, (email: string) => Promise<Answer>>> = {
  'POST /auth/login': async (email) =>
    told(await postAuth(app, 'login', { email, password: 'a wrong guess' })),
  'POST /auth/forgot-password': async (email) =>
    told(await postAuth(app, 'forgot-password', { email })),
  'POST /auth/resend-verification': async (email) =>
    told(await postAuth(app, 'resend-verification', { email })),
  'POST /users/me/change-email': async (email) => {
    await database.system('rate_limits').delete()
    const body = { password: goodPassword, newEmail: email }
    const { statusCode, headers, data } = await send(auth, 'POST', '/users/me/change-email', body)
    return { statusCode, headers, body: data }
  },
  'POST /organizations/:id/members': async (email) => {
    const body = { email, role: 'VIEWER' }
    const path = `/organizations/${team.id}/members`
    const { statusCode, headers, data } = await send(auth, 'POST', path, body)
    await database.system('invitations').delete()
    const { id: _, createdAt: _at, expiresAt: _until, email: __, ...same } = data ?? {}
    return { statusCode, headers, body: same }
  },
}

test('A2: five routes answer a known and an unknown address with the same status, headers and body', async (t) => {
  const known = await registerByApi(app)
  for (const [route, ask] of Object.entries(routes)) {
    const [one, other] = [await ask(known.email), await ask(unknown())]
    t.ok(one.statusCode < 500, route)
    t.equal(one.statusCode, other.statusCode, route)
    t.same(one.body, other.body, route)
    t.same(namesOf(one), namesOf(other), route)
  }
  figure('A2', { routes: Object.keys(routes).length })
})

test(
  'A2: nor does the time of an answer tell, in 400 of each kind',
  { skip: isLong ? false : 'in the long form: npm run test:security', timeout: 800_000 },
  async (t) => {
    const known = await registerByApi(app)
    for (const [route, ask] of Object.entries(routes)) {
      const ours: number[] = []
      const nobodys: number[] = []
      for (let turn = 0; turn < 400; turn += 1) {
        await database.system('rate_limits').delete()
        const pair = [
          [known.email, ours],
          [unknown(), nobodys],
        ] as const
        // By turns, so that what else the machine does is in both.
        for (const [email, times] of turn % 2 === 0 ? pair : pair.toReversed()) {
          const from = performance.now()
          await ask(email)
          times.push(performance.now() - from)
        }
      }
      const apart = Math.abs(median(ours) - median(nobodys))
      const p = permutationP(ours, nobodys, apart)
      t.ok(apart < 5 || p > 0.01, `${route}: ${apart.toFixed(2)} ms apart, p ${p}`)
      figure('A2', { [`ms ${route}`]: Math.round(apart * 100) / 100 })
    }
  },
)

test('A2: control: without the hash for nobody the time of a login would tell', (t) => {
  const quick = Array.from({ length: 400 }, (_, turn) => 3 + (turn % 7))
  const slow = quick.map((time) => time + 8)
  t.ok(permutationP(quick, slow, 8) <= 0.01)
  t.ok(permutationP(quick, quick.toReversed(), 0) > 0.01)
  t.end()
})

function told(answer: Awaited<ReturnType<typeof postAuth>>): Answer {
  const { error, data } = answer.json<{ error?: unknown; data?: unknown }>()
  return { statusCode: answer.statusCode, headers: answer.headers, body: error ?? data }
}

function namesOf({ headers }: Answer): string[] {
  return Object.keys(headers).toSorted((one, other) => (one < other ? -1 : 1))
}

function unknown(): string {
  return `person-${randomBytes(5).toString('hex')}@example.com`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** How often medians are as far apart as this when it is chance who is known. */
function permutationP(one: readonly number[], other: readonly number[], apart: number): number {
  const all = [...one, ...other]
  let asFar = 0
  const rounds = 500
  for (let round = 0; round < rounds; round += 1) {
    const mixed = all.map((value) => [Math.random(), value] as const)
    const values = mixed.toSorted(([a], [b]) => a - b).map(([, value]) => value)
    const half = [values.slice(0, one.length), values.slice(one.length)] as const
    if (Math.abs(median(half[0]) - median(half[1])) >= apart) asFar += 1
  }
  return (asFar + 1) / (rounds + 1)
}
