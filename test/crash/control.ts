import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../core/src/context.ts'
import type { Environment } from './environment.ts'
import { readLivePosts } from './live-posts.ts'
import type { CrashNetwork } from './networks/network.ts'
import type { RunOptions } from './options.ts'
import { ownerQuery } from './owner-query.ts'
import { scenariosOf } from './scenarios.ts'
import { plan, type Planned } from './setup.ts'
import { countDuplicates } from './verdict.ts'
import { startCrew } from './workers.ts'

/** Milliseconds without progress after which the control is over, whatever is left; times `--patience`. */
const longestStandstill = 20_000

/** What came of the naive publisher on one network. */
export interface ControlFigures {
  readonly deliveries: number
  readonly duplicates: number
  readonly lost: number
}

/**
 * The naive publisher under the same kills and faults: a suite that cannot make it fail proves nothing.
 *
 * @param options.control how many deliveries, on each network
 */
export async function runControl(
  context: Context,
  environment: Environment,
  networks: readonly CrashNetwork[],
  options: Pick<RunOptions, 'control' | 'patience'>,
): Promise<{ readonly kills: number; readonly of: ReadonlyMap<string, ControlFigures> }> {
  const planned: Planned[] = []
  for (const network of networks) {
    // The engine is not running any more; nothing but the naive workers looks at these rows.
    const scenarios = scenariosOf(network, ({ form }) => form === 'plain')
    planned.push(
      ...(await plan(context, environment, {
        network,
        deliveries: options.control,
        first: 0,
        prefix: 'b',
        scenarios,
      })),
    )
  }
  // Only an owner may add jobs by hand; the naive design has one for each delivery.
  for (const { id } of planned) {
    await ownerQuery(
      environment,
      `select graphile_worker.add_job('naive', $1::json, max_attempts := 6)`,
      [JSON.stringify({ id })],
    )
  }
  const kills = await publishNaively(environment, planned, options.patience)
  const live = await readLivePosts(environment.sandboxUrl)
  const of = new Map(
    networks.map((network) => {
      const own = planned.filter((one) => one.network === network)
      return [network.connector.id, { deliveries: own.length, ...countDuplicates(live, own) }]
    }),
  )
  return { kills, of }
}

/** @returns how many workers were killed */
async function publishNaively(
  environment: Environment,
  planned: readonly Planned[],
  patience: number,
): Promise<number> {
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
  const standstill = longestStandstill * patience
  let end = performance.now() + standstill
  for (let open = planned.length; open > 0 && performance.now() < end;) {
    await sleep(500)
    const before = open
    open = await ownerQuery(
      environment,
      `select from graphile_worker._private_jobs where attempts < max_attempts or locked_at is not null`,
    )
    if (open < before) end = performance.now() + standstill
  }
  clearInterval(hurry)
  const kills = crew.kills()
  await crew.stop()
  return kills
}
