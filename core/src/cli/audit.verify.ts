import { verifyAudit } from '../features/audit/audit-chain.ts'
import { refuseNoId } from './stop.target.ts'
import { withDatabase } from './with-database.ts'

/** Prints a line for every broken chain, and how many are whole. Sets the exit code. */
export async function verifyAll(organizationId: string | undefined): Promise<void> {
  if (organizationId !== undefined) refuseNoId(organizationId)
  await withDatabase(async ({ system }) => {
    const ids =
      organizationId === undefined
        ? await system('organizations').orderBy('id').pluck<string[]>('id')
        : [organizationId]
    let [whole, entries] = [0, 0]
    for (const id of ids) {
      const verdict = await verifyAudit(system, id)
      if (verdict.whole) {
        whole += 1
        entries += verdict.entries
        continue
      }
      process.exitCode = 1
      console.error(
        `Organization ${id}: broken at entry ${verdict.position} (${verdict.auditLogId}). It, or one before it, was changed past T21; the log of the server has earlier hashes ("audit log sealed").`,
      )
    }
    console.log(`${whole} of ${ids.length} chains are whole, ${entries} entries.`)
  })
}
