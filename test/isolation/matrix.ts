import { policies } from '../../core/src/app.ts'
import { makePrincipal } from '../../core/src/authz/principal.ts'
import type { Role } from '../../core/src/authz/vocabulary.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import type { TestDatabase } from '../support/database.ts'
import { buildUser } from '../support/factories.ts'
import { loginAs } from '../support/app.ts'
import { fingerprint } from './fingerprint.ts'
import {
  operations,
  placesOf,
  requestOf,
  type Operation,
  type Place,
  type Request,
} from './operations.ts'
import { hiddenFromOthers, policy, suffices } from './policy.ts'
import { buildWorld, type Ids, type Person, type World } from './world.ts'

/** What a run found. */
export interface Findings {
  readonly operations: number
  cells: number
  /** Sentences about answers that are not what the policy says. */
  readonly unexpected: string[]
  /** Sentences about what somebody saw or changed who must not. */
  readonly leaks: string[]
}

interface Bench {
  readonly app: App
  readonly database: TestDatabase
  readonly findings: Findings
}

const roles: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER']

/** Ids that look like all others, and are of nothing. */
const missing: Ids = new Proxy({}, { get: () => '01997c3e-7a10-7c00-8000-00000000ffff' })

/** Every operation × who asks × where the id of somebody else's stands. */
export async function runMatrix(app: App, database: TestDatabase): Promise<Findings> {
  const bench: Bench = { app, database, findings: newFindings() }
  const worlds = makeWorlds(bench)
  for (const operation of operations) {
    const least = policy[operation.id]
    if (least === undefined) {
      bench.findings.unexpected.push(`${operation.id}: there is no line in policy.ts`)
      continue
    }
    if ((least === 'public') !== operation.isPublic) {
      bench.findings.unexpected.push(`${operation.id}: the document and policy.ts disagree`)
    }
    if (least === 'public') continue
    await worlds.during(operation, async (ours, theirs) => {
      await nobody(bench, operation, ours)
      if (least !== 'self') await lowerRoles(bench, operation, ours)
      await stranger(bench, operation, ours, theirs)
      if (least !== 'self') await limited(bench, operation, ours)
    })
    if (least !== 'self') await sufficientRoles(bench, operation)
  }
  return bench.findings
}

/** The same attack of a stranger with one of the two walls away. */
export async function runWall(app: App, database: TestDatabase, wall: Wall): Promise<Findings> {
  const bench: Bench = { app, database, findings: newFindings() }
  const worlds = makeWorlds(bench)
  for (const operation of operations) {
    const least = policy[operation.id]
    if (least === 'public' || least === undefined || wall.spared(operation.id)) continue
    // Answered until the client goes: its own test reads it.
    if (operation.id === 'streamEvents') continue
    await worlds.during(operation, async (ours, theirs) => {
      wall.open(ours, theirs)
      for (const place of placesOf(operation)) {
        const request = requestOf(operation, { ...everywhere(theirs.ids), [place]: ours.ids })
        const answer = await send(bench, theirs.people.OWNER, request)
        watch(bench, operation, ours, { who: `a stranger, ids in the ${place}`, request, answer })
      }
      wall.close()
    })
  }
  return bench.findings
}

/** Two organizations for each operation: the same ones as long as nothing in them has changed. */
function makeWorlds({ app, database, findings }: Bench) {
  const kept: { ours?: World; theirs?: World; before?: string } = {}
  return {
    async during(
      operation: Operation,
      attack: (ours: World, theirs: World) => Promise<void>,
    ): Promise<void> {
      kept.ours ??= await buildWorld(app, database)
      kept.theirs ??= await buildWorld(app, database)
      kept.before ??= await fingerprint(database, kept.ours.organizationId)
      await attack(kept.ours, kept.theirs)
      // What somebody does with their own things is no leak, but leaves less to try.
      if (operation.method !== 'GET') delete kept.theirs
      if ((await fingerprint(database, kept.ours.organizationId)) === kept.before) return
      findings.leaks.push(`${operation.id}: somebody changed what is not theirs`)
      delete kept.ours
      delete kept.before
    },
  }
}

/** A wall that is away. */
export interface Wall {
  /** Operations that this wall does not stand before, and why they may do without is said where they are listed. */
  spared(operationId: string): boolean
  open(ours: World, theirs: World): void
  close(): void
}

/** Takes the first wall away: to the rules, the attacker is an owner of everything; row level security knows better. */
export function withoutRules(app: App, spared: ReadonlySet<string>): Wall {
  const { authenticator } = app
  const real = authenticator.authenticate.bind(authenticator)
  return {
    spared: (id) => spared.has(id),
    open(ours, theirs) {
      const memberships = [ours, theirs].map(({ organizationId }) => ({
        organizationId,
        role: 'OWNER' as const,
        personal: false,
        tier: 'FREE' as const,
        brandIds: null,
      }))
      authenticator.authenticate = async (request) => {
        const principal = await real(request)
        const fooled = makePrincipal({ ...principal, memberships }, policies)
        return { ...fooled, organizationIds: principal.organizationIds }
      }
    },
    close() {
      authenticator.authenticate = real
    },
  }
}

/** Takes the second wall away: the server is one whose connections see every row. */
export const withoutRowSecurity: Wall = {
  spared: () => false,
  open: () => undefined,
  close: () => undefined,
}

async function nobody(bench: Bench, operation: Operation, ours: World): Promise<void> {
  const request = requestOf(operation, everywhere(ours.ids))
  expect(bench, operation, 'nobody', 401, await send(bench, null, request))
  const suspended = await loginAs(
    bench.app,
    await buildUser(bench.database, { status: 'suspended' }),
  )
  expect(bench, operation, 'a suspended user', 401, await send(bench, suspended, request))
}

async function lowerRoles(bench: Bench, operation: Operation, ours: World): Promise<void> {
  for (const role of roles) {
    if (suffices(role, policy[operation.id] ?? 'OWNER')) continue
    const answer = await send(bench, ours.people[role], requestOf(operation, everywhere(ours.ids)))
    expect(bench, operation, role, hiddenFromOthers.has(operation.id) ? 404 : 403, answer)
  }
}

async function sufficientRoles(bench: Bench, operation: Operation): Promise<void> {
  let world: World | undefined
  for (const role of roles) {
    if (!suffices(role, policy[operation.id] ?? 'OWNER')) continue
    if (world === undefined || operation.method !== 'GET') {
      world = await buildWorld(bench.app, bench.database)
    }
    const { ids, people } = world
    const answer = await send(bench, people[role], requestOf(operation, everywhere(ids)))
    bench.findings.cells += 1
    if ([401, 403, 404].includes(answer.status) || answer.status >= 500) {
      bench.findings.unexpected.push(
        `${operation.id}: ${role} got ${answer.status} ${answer.text.slice(0, 300)}`,
      )
    }
  }
}

/** Somebody else's id, wherever it stands among one's own, answers exactly like one that does not exist. */
async function stranger(
  bench: Bench,
  operation: Operation,
  ours: World,
  theirs: World,
): Promise<void> {
  const { OWNER: person } = theirs.people
  for (const place of placesOf(operation)) {
    const at = (ids: Ids) => requestOf(operation, { ...everywhere(theirs.ids), [place]: ids })
    const who = `a stranger, ids in the ${place}`
    const foreign = await send(bench, person, at(ours.ids))
    compare(bench, operation, who, foreign, await send(bench, person, at(missing)))
    watch(bench, operation, ours, { who, request: at(ours.ids), answer: foreign })
  }
}

/** Kinds of things that belong to the organization as a whole, or to a person. */
const ofOrganization: ReadonlySet<string> = new Set([
  'organizations',
  'organizationId',
  'userId',
  'invitationId',
  'publishing-stops',
  'webhook-endpoints',
  'webhook-deliveries',
  'api-keys',
])

/** What is in a brand that a member does not work for answers like what does not exist, in the same organization. */
async function limited(bench: Bench, operation: Operation, ours: World): Promise<void> {
  const visible = Object.fromEntries(
    Object.entries(ours.ids).filter(([kind]) => ofOrganization.has(kind)),
  )
  const hidden: Ids = new Proxy<Ids>(visible, {
    get: (known, name) => known[String(name)] ?? missing[String(name)],
  })
  for (const place of placesOf(operation)) {
    const at = (ids: Ids) => requestOf(operation, { ...everywhere(hidden), [place]: ids })
    // What only an organization is named in is not about a brand.
    if (JSON.stringify(at(ours.ids)) === JSON.stringify(at(hidden))) continue
    const { limited: person } = ours.people
    const foreign = await send(bench, person, at(ours.ids))
    const none = await send(bench, person, at(hidden))
    compare(bench, operation, `a limited member, ids in the ${place}`, foreign, none)
  }
}

function compare(
  { findings }: Bench,
  operation: Operation,
  who: string,
  foreign: Sent,
  none: Sent,
): void {
  findings.cells += 1
  if (foreign.status === none.status && foreign.comparable === none.comparable) return
  findings.unexpected.push(
    `${operation.id}: ${who}: ${foreign.status} ${foreign.comparable.slice(0, 300)} is not ${none.status} ${none.comparable.slice(0, 300)}`,
  )
}

function everywhere(ids: Ids): Record<Place, Ids> {
  return { path: ids, query: ids, body: ids }
}

/** Nothing of an organization may reach somebody who does not belong to it. */
function watch(
  { findings }: Bench,
  operation: Operation,
  ours: World,
  { who, request, answer }: { who: string; request: Request; answer: Sent },
): void {
  if (answer.text.includes(ours.canary)) {
    findings.leaks.push(`${operation.id}: ${who} saw ${answer.text.slice(0, 200)}`)
  }
  const asked = JSON.stringify(request)
  const told = Object.values(ours.ids).some((id) => answer.text.includes(id) && !asked.includes(id))
  if (answer.status < 300 && told) {
    findings.leaks.push(`${operation.id}: ${who} was told an id: ${answer.text.slice(0, 200)}`)
  }
}

interface Sent {
  readonly status: number
  readonly text: string
  /** Without what differs from request to request. */
  readonly comparable: string
}

async function send({ app }: Bench, who: Person | null, request: Request): Promise<Sent> {
  const answer = await app.inject({
    method: request.method as 'GET',
    url: request.url,
    headers: who?.auth ?? {},
    ...(request.payload && { payload: request.payload }),
  })
  const comparable = answer.body
    .replace(/"requestId":"[^"]*"/, '')
    .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '')
  return { status: answer.statusCode, text: answer.body, comparable }
}

function expect(
  { findings }: Bench,
  operation: Operation,
  who: string,
  status: number,
  answer: Sent,
): void {
  findings.cells += 1
  if (answer.status === status) return
  findings.unexpected.push(
    `${operation.id}: ${who} got ${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`,
  )
}

function newFindings(): Findings {
  return { operations: operations.length, cells: 0, unexpected: [], leaks: [] }
}
