import { scopeOf } from '../../core/src/authz/api-key-routes.ts'
import type { Role } from '../../core/src/authz/vocabulary.ts'
import { compare, everywhere, expect, missing, reaches, send, watch, type Bench } from './bench.ts'
import { placesOf, requestOf, type Operation, type Place } from '../api-document/operations.ts'
import { hiddenFromOthers, policy, suffices } from './policy.ts'
import type { Attacked } from './worlds.ts'
import type { Ids, World } from '../api-document/world.ts'

/** What a role can be, the least first. */
export const roles: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER']

/** Lists of everything that somebody may see, of whichever organization: nothing in a request limits them to one. */
const ofAllOrganizations: ReadonlySet<string> = new Set(['listPublishingStops'])

/** All who must not get further than this, and whoever must not get what was not asked for. */
export async function attack(bench: Bench, operation: Operation, worlds: Attacked): Promise<void> {
  const { ours, theirs } = worlds
  const isOwn = policy[operation.id] === 'self'
  if (!isOwn) await lowerRoles(bench, operation, ours)
  await stranger(bench, operation, ours, theirs)
  if (isOwn) return
  await limited(bench, operation, ours)
  await colleague(bench, operation, worlds)
}

async function lowerRoles(bench: Bench, operation: Operation, ours: World): Promise<void> {
  for (const role of roles) {
    if (suffices(role, policy[operation.id] ?? 'OWNER')) continue
    const answer = await send(bench, ours.people[role], requestOf(operation, everywhere(ours.ids)))
    const status = hiddenFromOthers.has(operation.id) ? 404 : 403
    expect(bench, operation, role, { status }, answer)
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
    if (placesOf(operation).length === 0) {
      const request = requestOf(operation, everywhere(theirs.ids))
      const answer = await send(bench, attacker, request)
      bench.findings.cells += 1
      watch(bench, operation, ours, { who: name, request, answer })
    }
    for (const [place, only] of waysToName(operation)) {
      const at = (ids: Ids) =>
        requestOf(operation, { ...everywhere(theirs.ids), [place]: only(ids) })
      const who = `${name}, ids in the ${place}`
      const foreign = await send(bench, attacker, at(ours.ids))
      compare(bench, operation, who, foreign, await send(bench, attacker, at(missing)))
      if (place === 'path' && foreign.status < 400) {
        bench.findings.unexpected.push(`${operation.id}: ${who} got ${foreign.status}`)
      }
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

/** An owner of both asks about one of them: nothing of the other is told or changed. */
async function colleague(
  bench: Bench,
  operation: Operation,
  { ours, theirs, ownerOfBoth }: Attacked,
): Promise<void> {
  // Answered until the client goes: its own test reads it.
  if (operation.id === 'streamEvents') return
  const who = 'an owner of both'
  const requests = [requestOf(operation, everywhere(theirs.ids))]
  if (namesMoreThanOrganization(operation)) {
    const query = organizationOnly(theirs.ids)
    requests.push(requestOf(operation, { ...everywhere(theirs.ids), query }))
  }
  for (const request of requests) {
    const answer = await send(bench, ownerOfBoth, request)
    reaches(bench, operation, who, answer)
    if (ofAllOrganizations.has(operation.id)) continue
    watch(bench, operation, ours, { who, request, answer })
  }
}

type Choice = (ids: Ids) => Ids

/** Where ids of somebody else's can stand; in a query also the organization by itself, without the brand that narrows it. */
function waysToName(operation: Operation): [Place, Choice][] {
  const ways = placesOf(operation).map((place): [Place, Choice] => [place, (ids) => ids])
  return namesMoreThanOrganization(operation) ? [...ways, ['query', organizationOnly]] : ways
}

function namesMoreThanOrganization({ method, idsInQuery }: Operation): boolean {
  return method === 'GET' && idsInQuery.length > 1 && idsInQuery.includes('organizationId')
}

function organizationOnly(ids: Ids): Ids {
  const { organizationId } = ids
  return organizationId === undefined ? {} : { organizationId }
}
