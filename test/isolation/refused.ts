import { randomUUID } from 'node:crypto'
import { apiKeyScopes, scopeOf } from '../../core/src/authz/api-key-routes.ts'
import { suspendOrganization } from '../../core/src/features/organizations/suspend-organization.service.ts'
import { loginAs } from '../support/app.ts'
import { buildApiKey, buildUser } from '../support/factories.ts'
import {
  compare,
  everywhere,
  expect,
  missing,
  send,
  watch,
  type Bench,
  type Caller,
} from './bench.ts'
import { fingerprint } from './fingerprint.ts'
import { placesOf, requestOf, type Operation } from '../api-document/operations.ts'
import { buildWorld, type Ids, type World } from '../api-document/world.ts'

/** Those whom no operation lets in, each with a reason of their own; nothing of what they ask for may change anything. */
export interface Refused {
  /** Whom nobody knows any more: 401, whatever they ask for. */
  nobody(operation: Operation, ids: Ids): Promise<void>
  /** A key without the scope, and keys where none is let in: 403, before anything else is looked at. */
  keys(operation: Operation): Promise<void>
  /** Who belonged to it: their organization answers like one that does not exist. */
  formerly(operation: Operation): Promise<void>
  /** After everything: whether something changed all the same. */
  close(): Promise<void>
}

/** Ids of what is a person's own, wherever they belong to. */
const personal: ReadonlySet<string> = new Set(['revokeSession', 'getExport'])

/** See {@link Refused}. */
export async function makeRefused(bench: Bench): Promise<Refused> {
  const { app, database } = bench
  const [keyed, closed, left] = [
    await buildWorld(app, database),
    await buildWorld(app, database),
    await buildWorld(app, database),
  ]
  const strangers = await unknownPeople(bench, keyed)
  const keyWith = async (scopes: readonly string[]): Promise<Caller> =>
    buildApiKey(database, {
      organizationId: keyed.organizationId,
      userId: keyed.people.OWNER.user.id,
      scopes,
    })
  const without = new Map<string, Caller>()
  for (const scope of apiKeyScopes) {
    without.set(scope, await keyWith(apiKeyScopes.filter((other) => other !== scope)))
  }
  await suspendOrganization(app.context, closed.organizationId, 'a test')
  await removeByApi(bench, left)
  const former = [
    { world: closed, person: closed.people.OWNER, who: 'the owner of a suspended organization' },
    { world: left, person: left.people.ADMIN, who: 'a removed member' },
  ]
  const untouched = [keyed, closed, left]
  const prints = () =>
    Promise.all(untouched.map(({ organizationId }) => fingerprint(database, organizationId)))
  const before = await prints()

  return {
    async nobody(operation, ids) {
      const request = requestOf(operation, everywhere(ids))
      for (const [who, caller] of strangers) {
        expect(bench, operation, who, { status: 401 }, await send(bench, caller, request))
      }
    },
    async keys(operation) {
      const scope = scopeOf(operation.id)
      const request = requestOf(operation, everywhere(keyed.ids))
      const [who, caller, code] =
        scope === undefined
          ? ['a key with all scopes', keyed.key, 'API_KEY_NOT_ALLOWED']
          : [`a key without ${scope}`, without.get(scope) ?? null, 'API_KEY_SCOPE_MISSING']
      const answer = await send(bench, caller, request)
      expect(bench, operation, who, { status: 403, code }, answer)
    },
    async formerly(operation) {
      if (personal.has(operation.id)) return
      for (const { world, person, who } of former) {
        for (const place of placesOf(operation)) {
          const at = (ids: Ids) => requestOf(operation, { ...everywhere(missing), [place]: ids })
          const answer = await send(bench, person, at(world.ids))
          compare(bench, operation, who, answer, await send(bench, person, at(missing)))
          watch(bench, operation, world, { who, request: at(world.ids), answer })
        }
      }
    },
    async close() {
      if (JSON.stringify(await prints()) === JSON.stringify(before)) return
      bench.findings.leaks.push('somebody who is let in nowhere changed something')
    },
  }
}

async function unknownPeople(bench: Bench, world: World): Promise<[string, Caller][]> {
  const { app, database } = bench
  const person = async (status: string): Promise<Caller> =>
    loginAs(app, await buildUser(database, { status, email: `${randomUUID()}@example.com` }))
  const key = (fields: { expiresAt?: Date; revokedAt?: Date }): Promise<Caller> =>
    buildApiKey(database, {
      organizationId: world.organizationId,
      userId: world.people.OWNER.user.id,
      scopes: apiKeyScopes,
      ...fields,
    })
  return [
    ['nobody', null],
    ['a suspended user', await person('suspended')],
    ['a deleted user', await person('deleted')],
    ['a revoked key', await key({ revokedAt: new Date() })],
    ['an expired key', await key({ expiresAt: new Date(0) })],
    ['a key that never was', { auth: { authorization: `Bearer t21_live_${'0'.repeat(50)}` } }],
  ]
}

/** As an owner does it, right after the member's last request: what a process believes of the member ends with it. */
async function removeByApi(bench: Bench, { organizationId, people }: World): Promise<void> {
  const path = `/v1/organizations/${organizationId}`
  const before = await send(bench, people.ADMIN, { method: 'GET', url: path })
  const url = `${path}/members/${people.ADMIN.user.id}`
  const removed = await send(bench, people.OWNER, { method: 'DELETE', url })
  if (before.status !== 200 || removed.status >= 300) throw new Error(removed.text)
}
