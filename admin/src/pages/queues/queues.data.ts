import type { Knex } from 'knex'
import { bounded } from '../bounded.ts'

/** What the queue holds of one task. */
export interface TaskState {
  readonly task: string
  readonly waiting: number
  readonly running: number
  /** Nobody took it ten seconds after its moment. */
  readonly late: number
  /** Broke, and is tried again. */
  readonly failing: number
  /** Broke too often: nobody tries it again. */
  readonly failed: number
  readonly oldestLateAt: string | null
}

/** A process that works. */
export interface WorkerState {
  readonly id: string
  readonly alive: boolean
  readonly inFlight: number
  readonly startedAt: string
  readonly beatAt: string
}

/** What is to be done, and who does it. */
export interface QueuesData {
  readonly tasks: readonly TaskState[]
  readonly workers: readonly WorkerState[]
  /** When it was looked at. */
  readonly at: string
}

interface WorkerRow {
  readonly id: string
  readonly alive: boolean
  readonly in_flight: number
  readonly started_at: Date
  readonly beat_at: Date
}

type TaskRow = Omit<TaskState, 'oldestLateAt'> & { readonly oldest_late_at: Date | null }

/** The queue by task, and the workers of the last hour. `null` where the database did not answer in time. */
export function readQueues(system: Knex): Promise<QueuesData | null> {
  return bounded(system, async (transaction) => {
    const tasks = await transaction.raw<{ rows: TaskRow[] }>('select * from queue_state()')
    const workers = (await transaction('workers')
      .select('id', 'in_flight', 'started_at', 'beat_at')
      .select(transaction.raw(`beat_at > clock_timestamp() - interval '60 seconds' as alive`))
      .whereRaw(`beat_at > clock_timestamp() - interval '1 hour'`)
      .orderBy('beat_at', 'desc')
      .limit(100)) as WorkerRow[]
    return {
      tasks: tasks.rows.map(({ oldest_late_at: oldest, ...task }) => ({
        ...task,
        oldestLateAt: oldest?.toISOString() ?? null,
      })),
      workers: workers.map((worker) => ({
        id: worker.id,
        alive: worker.alive,
        inFlight: worker.in_flight,
        startedAt: worker.started_at.toISOString(),
        beatAt: worker.beat_at.toISOString(),
      })),
      at: new Date().toISOString(),
    }
  })
}
