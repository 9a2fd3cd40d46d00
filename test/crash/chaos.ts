import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment } from './environment.ts'
import { ownerQuery } from './owner-query.ts'
import type { Crew } from './workers.ts'

/** What was done besides the kills. */
export interface Mischief {
  readonly restarts: number
  readonly pauses: number
  readonly disconnections: number
  readonly deletedJobs: number
}

/** Trouble that comes from outside of the deliveries: the database, stopped processes, vanished jobs. */
export function chaos(options: {
  readonly environment: Environment
  readonly crew: Crew
  readonly restarts: number
  restartDatabase(): Promise<void>
}): { stop(): Promise<Mischief> } {
  const { patience } = options.environment
  const owner = (sql: string) => ownerQuery(options.environment, sql)
  const done = { restarts: 0, pauses: 0, disconnections: 0, deletedJobs: 0 }
  let stopping = false

  async function repeat(everyMs: number, act: () => Promise<unknown>): Promise<void> {
    while (!stopping) {
      await sleep(everyMs * patience)
      // The database may be away: that is what these tests are about.
      if (!stopping) await act().catch(() => undefined)
    }
  }

  const loops = [
    // Any ring may vanish, or come twice.
    repeat(1_000, async () => {
      done.deletedJobs += await owner(
        `delete from graphile_worker._private_jobs where task_id in
           (select id from graphile_worker._private_tasks where identifier = 'publishing.ring')`,
      )
      await owner(
        `select ring_at(clock_timestamp()), ring_at(clock_timestamp() + interval '1 second')`,
      )
    }),
    // Longer than the lease, shorter than the quiet period.
    repeat(7_000, async () => {
      done.pauses += 1
      await options.crew.pause(4_500 * patience)
    }),
    // Cuts the connection between a commit and its answer, sooner or later.
    repeat(4_000, async () => {
      done.disconnections += await owner(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name like 't21 crash%' and pid <> pg_backend_pid() and random() < 0.4`,
      )
    }),
    repeat(6_000, async () => {
      if (done.restarts >= options.restarts) return
      done.restarts += 1
      await options.restartDatabase()
    }),
  ]

  return {
    async stop() {
      stopping = true
      await Promise.all(loops)
      return done
    },
  }
}
