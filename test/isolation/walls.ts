import { policies } from '../../core/src/app.ts'
import { makePrincipal } from '../../core/src/authz/principal.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import type { TestDatabase } from '../support/database.ts'
import { everywhere, newFindings, send, watch, type Bench, type Findings } from './bench.ts'
import { operations, placesOf, requestOf, type Operation } from '../api-document/operations.ts'
import { policy } from './policy.ts'
import { makeWorlds } from './worlds.ts'
import type { World } from '../api-document/world.ts'

/** A wall that is away. */
export interface Wall {
  /** Operations that this wall does not stand before, and why they may do without is said where they are listed. */
  spared(operationId: string): boolean
  open(ours: World, theirs: World): void
  close(): void
}

/** The attack of a stranger with one of the two walls away. */
export async function runWall(
  app: App,
  database: TestDatabase,
  wall: Wall,
  attacked: readonly Operation[] = operations,
): Promise<Findings> {
  const bench: Bench = { app, database, findings: newFindings() }
  const worlds = makeWorlds(bench)
  for (const operation of attacked) {
    const least = policy[operation.id]
    if (least === 'public' || least === undefined || wall.spared(operation.id)) continue
    // Answered until the client goes: its own test reads it.
    if (operation.id === 'streamEvents') continue
    await worlds.during(operation, async ({ ours, theirs }) => {
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
