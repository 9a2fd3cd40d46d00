import { pino } from 'pino'
import { reconcileQuotas } from '../features/quotas/reconcile-quotas.ts'
import { withDatabase } from './with-database.ts'

/** Mends the counters of the configured database, prints a line for each, and sets the exit code. */
export async function reconcile(dryRun: boolean): Promise<void> {
  await withDatabase(async (database) => {
    // What it would log is printed.
    const context = { database, log: pino({ level: 'silent' }) }
    const repairs = await reconcileQuotas(context, { dryRun })
    for (const { organizationId, metric, before, after, counted, returned } of repairs) {
      console.log(
        `Organization ${organizationId}, ${metric}: ${before} → ${after} (${counted} not counted, ${returned} not there)`,
      )
    }
    if (repairs.length === 0) console.log('Every counter agrees with what is there.')
    else console.log(`${repairs.length} ${dryRun ? 'would be mended' : 'mended'}.`)
    if (dryRun && repairs.length > 0) process.exitCode = 1
  })
}
