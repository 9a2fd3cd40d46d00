import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Chances } from './chances.ts'
import type { World } from './world.ts'

/** What goes on behind everybody's back. */
export interface Trouble {
  /** @returns how many jobs were deleted */
  stop(): Promise<number>
}

/** Lets time pass for what waits, some deliveries be late, customers connect accounts again, and jobs of the queue vanish. */
export async function makeTrouble(world: World, chances: Chances): Promise<Trouble> {
  const owner = new pg.Client({ connectionString: world.databaseUrl })
  await owner.connect()
  let deleted = 0
  let stopping = false

  async function repeat(everyMs: number, act: () => Promise<unknown>): Promise<void> {
    while (!stopping) {
      await sleep(everyMs)
      await act()
    }
  }

  const loops = [
    repeat(100, () => passTime(world)),
    repeat(300, async () => {
      const { rowCount } = await owner.query(
        `delete from graphile_worker._private_jobs where locked_at is null`,
      )
      deleted += rowCount ?? 0
    }),
    repeat(400, () => (chances.happens(0.5) ? beLate(world) : Promise.resolve())),
    repeat(700, () => reconnect(world)),
  ]
  return {
    async stop() {
      stopping = true
      await Promise.all(loops).finally(() => owner.end())
      return deleted
    },
  }
}

/**
 * As if what waits had waited long enough: the database's clock cannot be moved, so the moments that it is compared with are. No
 * lease and no quiet period ends by it.
 */
export async function passTime({ context }: World): Promise<void> {
  const { system } = context.database
  await system.raw(
    `update social_posts set next_at = clock_timestamp()
     where state in ('scheduled', 'retry_wait', 'unknown', 'processing') and due_at <= clock_timestamp()
       and next_at > clock_timestamp() and (state <> 'processing' or lease_until is null or lease_until < clock_timestamp())`,
  )
  await system.raw(
    `update social_accounts set paused_until = null, paused_because = null where paused_until is not null`,
  )
}

/** One of those that wait is later than its grace. */
async function beLate({ context, bystander }: World): Promise<void> {
  await context.database.system.raw(
    `update social_posts set grace_until = clock_timestamp() - interval '1 second'
     where id = (select id from social_posts where state in ('scheduled', 'retry_wait') and organization_id <> :bystander
       order by random() limit 1) and state in ('scheduled', 'retry_wait')`,
    { bystander },
  )
}

/** Whoever has to connect an account again does. */
export async function reconnect({ context }: World): Promise<void> {
  await context.database.system.raw(
    `update social_accounts set status = 'active', status_reason = null, token_refreshed_at = null
     where status = 'needs_reconnect'`,
  )
}
