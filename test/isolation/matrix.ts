import { scopeOf } from '../../core/src/authz/api-key-routes.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import type { TestDatabase } from '../support/database.ts'
import { attack, roles } from './attacks.ts'
import { everywhere, newFindings, reaches, send, type Bench, type Findings } from './bench.ts'
import { operations, requestOf, type Operation } from '../api-document/operations.ts'
import { policy, suffices } from './policy.ts'
import { makeRefused } from './refused.ts'
import { buildWorld, type World } from '../api-document/world.ts'
import { makeWorlds } from './worlds.ts'

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
    await worlds.during(operation, async (attacked) => {
      await refused.nobody(operation, attacked.ours.ids)
      await refused.keys(operation)
      await refused.formerly(operation)
      await attack(bench, operation, attacked)
    })
    if (least !== 'self') await sufficientRoles(bench, operation, unchanged)
  }
  await refused.close()
  return bench.findings
}

/**
 * Whoever may: each role that suffices, and an owner's key with the scope; an owner was among the attackers. Requests that change
 * something get a world each.
 */
async function sufficientRoles(
  bench: Bench,
  operation: Operation,
  unchanged: World,
): Promise<void> {
  const least = policy[operation.id] ?? 'OWNER'
  const enough = roles.filter((role) => role !== 'OWNER' && suffices(role, least))
  const callers = scopeOf(operation.id) === undefined ? enough : [...enough, 'key' as const]
  for (const caller of callers) {
    const world =
      operation.method === 'GET' ? unchanged : await buildWorld(bench.app, bench.database)
    const who = caller === 'key' ? world.key : world.people[caller]
    const answer = await send(bench, who, requestOf(operation, everywhere(world.ids)))
    reaches(bench, operation, caller, answer)
  }
}
