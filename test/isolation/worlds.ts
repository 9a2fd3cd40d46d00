import type { Bench } from './bench.ts'
import { fingerprint } from './fingerprint.ts'
import type { Operation } from './operations.ts'
import { buildWorld, type World } from './world.ts'

/** Two organizations that are attacked and attack: the same ones as long as nothing in them has changed. */
export interface Worlds {
  during(operation: Operation, attack: (ours: World, theirs: World) => Promise<void>): Promise<void>
}

interface Kept {
  readonly world: World
  readonly before: string
}

/** See {@link Worlds}. */
export function makeWorlds({ app, database, findings }: Bench): Worlds {
  const build = async (): Promise<Kept> => {
    const world = await buildWorld(app, database)
    return { world, before: await fingerprint(database, world.organizationId) }
  }
  const isTouched = async ({ world, before }: Kept): Promise<boolean> =>
    (await fingerprint(database, world.organizationId)) !== before
  let ours: Kept | undefined
  let theirs: Kept | undefined
  return {
    async during(operation, attack) {
      ours ??= await build()
      theirs ??= await build()
      await attack(ours.world, theirs.world)
      // What somebody does with their own things is no leak, but leaves less to try.
      if (operation.method !== 'GET' && (await isTouched(theirs))) theirs = undefined
      if (!(await isTouched(ours))) return
      findings.leaks.push(`${operation.id}: somebody changed what is not theirs`)
      ours = undefined
    },
  }
}
