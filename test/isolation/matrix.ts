import { scopeOf } from '../../core/src/authz/api-key-routes.ts'
import type { Role } from '../../core/src/authz/vocabulary.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import type { TestDatabase } from '../support/database.ts'
import {
  compare,
  everywhere,
  expect,
  missing,
  newFindings,
  reaches,
  send,
  watch,
  type Bench,
  type Findings,
} from './bench.ts'
import { operations, placesOf, requestOf, type Operation } from './operations.ts'
import { hiddenFromOthers, policy, suffices } from './policy.ts'
import { makeRefused } from './refused.ts'
import { buildWorld, type Ids, type World } from './world.ts'
import { makeWorlds } from './worlds.ts'

const roles: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER']

/** Every operation × who asks × where the id of somebody else's stands. */
export async function runMatrix(app: App, database: TestDatabase): Promise<Findings> {
  const bench: Bench = { app, database, findings: newFindings() }
  const worlds = makeWorlds(bench)
  const refused = await makeRefused(bench)
  const unchanged = await buildWorld(app, database)
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
      await refused.nobody(operation, ours.ids)
      await refused.keys(operation)
      await refused.formerly(operation)
      if (least !== 'self') await lowerRoles(bench, operation, ours)
      await stranger(bench, operation, ours, theirs)
      if (least !== 'self') await limited(bench, operation, ours)
    })
    if (least !== 'self') await sufficientRoles(bench, operation, unchanged)
  }
  await refused.close()
  return bench.findings
}

async function lowerRoles(bench: Bench, operation: Operation, ours: World): Promise<void> {
  for (const role of roles) {
    if (suffices(role, policy[operation.id] ?? 'OWNER')) continue
    const answer = await send(bench, ours.people[role], requestOf(operation, everywhere(ours.ids)))
    const status = hiddenFromOthers.has(operation.id) ? 404 : 403
    expect(bench, operation, role, { status }, answer)
  }
}

/** Whoever may: each role that suffices, and an owner's key with the scope. Requests that change something get a world each. */
async function sufficientRoles(
  bench: Bench,
  operation: Operation,
  unchanged: World,
): Promise<void> {
  const enough = roles.filter((role) => suffices(role, policy[operation.id] ?? 'OWNER'))
  const callers = scopeOf(operation.id) === undefined ? enough : [...enough, 'key' as const]
  for (const caller of callers) {
    const world =
      operation.method === 'GET' ? unchanged : await buildWorld(bench.app, bench.database)
    const who = caller === 'key' ? world.key : world.people[caller]
    const answer = await send(bench, who, requestOf(operation, everywhere(world.ids)))
    reaches(bench, operation, caller, answer)
  }
}

/** Somebody else's id, wherever it stands among one's own, answers exactly like one that does not exist. */
async function stranger(
  bench: Bench,
  operation: Operation,
  ours: World,
  theirs: World,
): Promise<void> {
  const attackers = { 'a stranger': theirs.people.OWNER, 'a key of strangers': theirs.key }
  for (const [name, attacker] of Object.entries(attackers)) {
    if (attacker === theirs.key && scopeOf(operation.id) === undefined) continue
    for (const place of placesOf(operation)) {
      const at = (ids: Ids) => requestOf(operation, { ...everywhere(theirs.ids), [place]: ids })
      const who = `${name}, ids in the ${place}`
      const foreign = await send(bench, attacker, at(ours.ids))
      compare(bench, operation, who, foreign, await send(bench, attacker, at(missing)))
      watch(bench, operation, ours, { who, request: at(ours.ids), answer: foreign })
    }
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
