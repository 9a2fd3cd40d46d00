import { loginAs } from '../support/app.ts'
import { buildMember, buildUser } from '../support/factories.ts'
import type { Bench, Caller } from './bench.ts'
import { fingerprint } from './fingerprint.ts'
import type { Operation } from '../api-document/operations.ts'
import { buildWorld, type World } from '../api-document/world.ts'

/** Two organizations, of which one is attacked by people of the other. */
export interface Attacked {
  readonly ours: World
  readonly theirs: World
  readonly ownerOfBoth: Caller
}

/** The same ones as long as nothing in them has changed. */
export interface Worlds {
  during(operation: Operation, attack: (attacked: Attacked) => Promise<void>): Promise<void>
}

/** See {@link Worlds}. */
export function makeWorlds({ app, database, findings }: Bench): Worlds {
  const printOf = ({ organizationId }: World): Promise<string> =>
    fingerprint(database, organizationId)
  let ours: World | undefined
  let theirs: World | undefined
  let kept: { attacked: Attacked; before: { ours: string; theirs: string } } | undefined

  async function build(): Promise<NonNullable<typeof kept>> {
    ours ??= await buildWorld(app, database)
    theirs ??= await buildWorld(app, database)
    const user = await buildUser(database)
    for (const { organizationId } of [ours, theirs]) {
      await buildMember(database, { organizationId, userId: user.id, role: 'OWNER' })
    }
    const attacked = { ours, theirs, ownerOfBoth: await loginAs(app, user) }
    return { attacked, before: { ours: await printOf(ours), theirs: await printOf(theirs) } }
  }

  return {
    async during(operation, attack) {
      const { attacked, before } = (kept ??= await build())
      await attack(attacked)
      const changed = {
        ours: (await printOf(attacked.ours)) !== before.ours,
        // What somebody does with their own things is no leak, but leaves less to try.
        theirs: operation.method !== 'GET' && (await printOf(attacked.theirs)) !== before.theirs,
      }
      if (changed.ours) findings.leaks.push(`${operation.id}: somebody changed what is not theirs`)
      if (changed.ours) ours = undefined
      if (changed.theirs) theirs = undefined
      if (changed.ours || changed.theirs) kept = undefined
    },
  }
}
