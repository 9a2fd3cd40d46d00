import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../core/src/context.ts'
import type { Environment } from './environment.ts'
import { ownerQuery } from './owner-query.ts'
import { scenarios } from './scenarios.ts'
import { plan } from './setup.ts'
import { countDuplicates } from './verdict.ts'
import { startCrew } from './workers.ts'

/** Milliseconds without progress after which the control is over. */
const patience = 15_000

/** The naive publisher under the same kills and faults: a suite that cannot make it fail proves nothing. */
export async function runControl(
  context: Context,
  environment: Environment,
  deliveries: number,
): Promise<{ deliveries: number; duplicates: number; lost: number; kills: number }> {
  const { system } = context.database
  const planned = await plan(context, environment, {
    deliveries,
    prefix: 'b',
    scenarios: scenarios.filter(({ post }) => post === 'text'),
    // The engine is not running any more; nothing but the naive workers looks at these rows.
    dueAt: new Date(),
  })
  // Only an owner may add jobs by hand; the naive design has one for each delivery.
  for (const { id } of planned) {
    await ownerQuery(
      environment,
      `select graphile_worker.add_job('naive', $1::json, max_attempts := 6)`,
      [JSON.stringify({ id })],
    )
  }
  const crew = startCrew('naive-worker.ts', environment, {
    size: 2,
    // What every at-least-once queue does with the jobs of a dead worker, only sooner.
    onRestart: async () => {
      await ownerQuery(
        environment,
        `update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()`,
      )
    },
  })
  const hurry = setInterval(
    () =>
      void ownerQuery(
        environment,
        `update graphile_worker._private_jobs set run_at = now() where locked_at is null`,
      ).catch(() => undefined),
    1_000,
  )
  // What its queue has given up stays open for ever.
  let end = performance.now() + patience
  for (let open = deliveries; open > 0 && performance.now() < end;) {
    await sleep(500)
    const before = open
    open = await system('social_posts')
      .whereIn(
        'id',
        planned.map(({ id }) => id),
      )
      .whereNot({ state: 'published' })
      .then((rows: unknown[]) => rows.length)
    if (open < before) end = performance.now() + patience
  }
  clearInterval(hurry)
  const kills = crew.kills()
  await crew.stop()
  return { deliveries, kills, ...(await countDuplicates(environment.sandboxUrl, planned)) }
}
