import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../../core/src/context.ts'
import type { Database } from '../../core/src/db/database.ts'
import { sealAudit } from '../../core/src/features/audit/audit-chain.ts'

/**
 * Seals until nothing is left. One call leaves what is younger than the oldest transaction that runs anywhere in the
 * cluster, and test files share one.
 *
 * @returns how many entries were sealed
 */
export async function sealEverything(context: Context): Promise<number> {
  const { system } = context.database
  let sealed = 0
  for (;;) {
    sealed += await sealAudit(context)
    const open = await system('audit_logs')
      .whereNotExists(system('audit_seals').whereRaw('audit_log_id = audit_logs.id'))
      .first('id')
    if (open === undefined) return sealed
    await wait(20)
  }
}

/**
 * Waits until nothing is younger than the oldest transaction that runs anywhere in the cluster: whoever reads the log in order
 * from then on reads what comes, and nothing of what is there.
 */
export async function everythingIsPast({ system }: Pick<Database, 'system'>): Promise<void> {
  for (;;) {
    const open = await system('audit_logs')
      .whereRaw('transaction_id >= pg_snapshot_xmin(pg_current_snapshot())')
      .first('id')
    if (open === undefined) return
    await wait(20)
  }
}
