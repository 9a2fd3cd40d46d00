import { migrations } from '@t21/migrations'
import type { Context } from '../../context.ts'
import { withinTime } from '../../http/within-time.ts'
import { endingVersions } from '../../plugins/api-version.ts'
import { punctuality } from '../publishing/punctuality.ts'
import type { HealthView } from './health.schemas.ts'
import { makeStorageCheck, type StorageStatus } from './storage-health.ts'

type Parts = HealthView['parts']
type Status = HealthView['status']

const patienceMilliseconds = 2_000
const freshMilliseconds = 1_000

/** 99 % of publications start within this time of their minute (design.md 10). */
const punctualMilliseconds = 5_000

/**
 * Makes the question "how is the server?". However often it is asked, the database is asked once a second,
 * and never waited for longer than 2 s.
 *
 * @param clock of the day, by which versions of networks' APIs end
 */
export function makeHealthCheck(
  context: Context,
  clock: () => Date = () => new Date(),
): () => Promise<HealthView> {
  const storageStatus = makeStorageCheck(context)
  let last: { readonly at: number; readonly health: Promise<HealthView> } | undefined
  return () => {
    const now = performance.now()
    if (last === undefined || now - last.at > freshMilliseconds) {
      last = { at: now, health: look(context, clock(), storageStatus()) }
    }
    return last.health
  }
}

/** `down` only where requests cannot be served; everything else is for a person to see. */
async function look(
  context: Context,
  today: Date,
  storage: Promise<StorageStatus>,
): Promise<HealthView> {
  const parts: Parts = {
    ...(await databaseParts(context)),
    plugins: pluginsPart(context, today),
    providers: context.usedProviders,
    storage: { status: await storage },
  }
  const ready = parts.database.status === 'ok' && parts.migrations.status === 'ok'
  const { plugins, providers: _providers, ...others } = parts
  const well = [...Object.values(others), ...Object.values(plugins)].every(
    ({ status }) => status === 'ok',
  )
  return { status: statusOf(ready, well), live: true, ready, parts }
}

type DatabaseParts = Pick<Parts, 'database' | 'migrations' | 'workers' | 'mail' | 'punctuality'>

const unknown: Pick<Parts, 'workers' | 'mail' | 'punctuality'> = {
  workers: { status: 'down', alive: 0, inFlight: 0 },
  mail: { status: 'down', waiting: 0 },
  punctuality: { status: 'down', p50Ms: null, p99Ms: null, count: 0 },
}

async function databaseParts(context: Context): Promise<DatabaseParts> {
  const askedAt = performance.now()
  try {
    const applied = new Set(
      await withinTime(
        patienceMilliseconds,
        context.database.system('migrations').pluck<string[]>('name'),
      ),
    )
    const ms = Math.round(performance.now() - askedAt)
    const pending = migrations.filter(({ name }) => !applied.has(name)).length
    return {
      database: { status: 'ok', ms },
      migrations: { status: pending === 0 ? 'ok' : 'down', pending },
      ...(pending === 0 ? await countedParts(context) : unknown),
    }
  } catch (err) {
    context.log.warn({ err }, 'health: the database does not answer as it should')
    // PostgreSQL's own complaint is an answer: it is there, and not what this code expects.
    const answered = err instanceof Error && 'severity' in err
    return {
      database: { status: answered ? 'ok' : 'down', ms: null },
      migrations: { status: 'down', pending: null },
      ...unknown,
    }
  }
}

interface Counts {
  readonly alive: number
  readonly in_flight: number
  readonly waiting: number
}

async function countedParts(
  context: Context,
): Promise<Pick<Parts, 'workers' | 'mail' | 'punctuality'>> {
  const { rows } = await withinTime(
    patienceMilliseconds,
    context.database.system.raw<{ rows: [Counts] }>(
      `select w.*, m.*
       from (select count(*) as alive, coalesce(sum(in_flight), 0) as in_flight from workers
           where beat_at > clock_timestamp() - interval '60 seconds') w,
         (select count(*) as waiting from mail_messages
           where next_at < clock_timestamp() - interval '5 minutes') m`,
    ),
  )
  const { alive, in_flight: inFlight, waiting } = rows[0]
  return {
    workers: { status: alive > 0 ? 'ok' : 'down', alive, inFlight },
    mail: { status: context.mail === null || waiting > 0 ? 'degraded' : 'ok', waiting },
    punctuality: await punctualityPart(context, alive > 0),
  }
}

async function punctualityPart(context: Context, alive: boolean): Promise<Parts['punctuality']> {
  const { p50Ms, p99Ms, count } = await withinTime(
    patienceMilliseconds,
    punctuality(context.database.system),
  )
  const late = p99Ms !== null && p99Ms > punctualMilliseconds
  return {
    status: alive ? statusOf(true, !late) : 'down',
    p50Ms: p50Ms === null ? null : Math.round(p50Ms),
    p99Ms: p99Ms === null ? null : Math.round(p99Ms),
    count,
  }
}

function pluginsPart({ plugins }: Context, today: Date): Parts['plugins'] {
  const ending = endingVersions(plugins, today)
  return Object.fromEntries(
    plugins.records.map(({ id, status: { state } }) => {
      // A connector without credentials is no fault: nobody has asked for that network.
      const note = ending.find(({ plugin }) => plugin === id)?.note
      const status = statusOf(true, state !== 'failed' && note === undefined)
      return [id, { status, state, ...(note === undefined ? {} : { note }) }] as const
    }),
  )
}

function statusOf(ready: boolean, well: boolean): Status {
  if (!ready) return 'down'
  return well ? 'ok' : 'degraded'
}
