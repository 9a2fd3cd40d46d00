import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../core/src/db/database.ts'
import { json, sendAtOnce } from './crowd.ts'
import { kinds } from './kinds.ts'
import { ledgerOf, madeBy, standing } from './rounds.ts'
import type { ServerProcess } from './servers.ts'
import { makeTenant } from './tenants.ts'

/** Where counters, ledger and rows of a kind stand after a process was killed. */
export interface AfterCrash {
  readonly metric: string
  readonly counted: number
  readonly ledger: number
  readonly rows: number
}

/** What came of a crowd in whose middle a process was killed. */
export interface Crash {
  readonly kinds: readonly AfterCrash[]
  /** Requests that never got an answer. */
  readonly broken: number
  /** Requests that were answered before and after. */
  readonly answered: number
  /** Of the control, which counts in one transaction and makes the thing in another: counted, and not there. */
  readonly control: { readonly counted: number; readonly rows: number }
}

/** Whether a process died with requests in its hands, the counters agree with what is there, and the control's do not. */
export function isWhole({ kinds: each, broken, control }: Crash): boolean {
  const agree = each.every(({ counted, ledger, rows }) => counted === rows && ledger === rows)
  return agree && broken > 0 && control.counted > control.rows
}

const sizeOfEach = 30
const controls = 4

/**
 * Sends things of all kinds at once to a process that stays and one that is killed as soon as so many were answered.
 *
 * @param name of the process that is killed, as its connections have it
 */
export async function runCrash(
  database: Database,
  servers: { readonly stays: string; readonly dies: string },
  process: ServerProcess,
  { after, name }: { readonly after: number; readonly name: string },
): Promise<Crash> {
  const tenant = await makeTenant(database, 'BUSINESS')
  const naive = await makeTenant(database, 'BUSINESS')
  const urls = [servers.stays, servers.dies]
  const crowds = await Promise.all(
    kinds.map((kind) => kind.requests(database, tenant, urls, sizeOfEach)),
  )
  const apart = Array.from({ length: controls }, () => ({
    url: servers.dies,
    method: 'POST' as const,
    path: '/test/count-apart',
    ...json({ organizationId: naive.organizationId }),
  }))
  const brands = kinds.filter(({ metric }) => metric === 'brands')
  let answered = 0
  let killing: Promise<void> | undefined
  const kill = async () => {
    // Until the control has counted: what dies then is between its two transactions.
    for (const kind of brands) {
      while ((await ledgerOf(database, naive, kind)) < controls) await sleep(5)
    }
    await process.kill()
  }
  const answers = await sendAtOnce([...apart, ...mixed(crowds)], ({ status }) => {
    if (status !== null) answered += 1
    if (answered >= after) killing ??= kill()
  })
  await killing
  await untilGone(database, name)
  const figures: AfterCrash[] = []
  for (const kind of kinds) {
    const { used: counted } = await standing(database, tenant, kind)
    const [ledger, rows] = await Promise.all([
      ledgerOf(database, tenant, kind),
      madeBy(database, tenant, kind),
    ])
    figures.push({ metric: kind.metric, counted, ledger, rows })
  }
  const control = { counted: 0, rows: 0 }
  for (const kind of brands) {
    control.counted = await ledgerOf(database, naive, kind)
    const apartOnly = `select count(*) from brands where organization_id = ? and name = 'Apart'`
    control.rows = await madeBy(database, naive, { ...kind, made: apartOnly })
  }
  const broken = answers.filter(({ status }) => status === null).length
  return { kinds: figures, broken, answered, control }
}

/** One of each in turn, so that a kill comes in the middle of all. */
function mixed<Item>(lists: readonly (readonly Item[])[]): Item[] {
  return Array.from({ length: sizeOfEach }, (_, index) => index).flatMap((index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  )
}

/** PostgreSQL ends what a process that is gone had begun when it notices. */
async function untilGone({ system }: Database, name: string): Promise<void> {
  const alive = system('pg_stat_activity').where('application_name', 'like', `t21 ${name} %`)
  while ((await alive.clone().first('pid')) !== undefined) await sleep(20)
}
