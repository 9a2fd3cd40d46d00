import type { Database } from '../../core/src/db/database.ts'

/** Where the credits of an organization stand, by counter, ledger and generations. */
export interface CreditsOf {
  readonly counted: number
  readonly ledger: number
  /** Generations that were written, and the credits that they cost. */
  readonly accepted: number
  readonly paid: number
  /** Credits that are taken for what is still being written. */
  readonly reserved: number
}

/** Reads them, past everything. */
export async function creditsOf({ system }: Database, organizationId: string): Promise<CreditsOf> {
  const { rows } = await system.raw<{ rows: CreditsOf[] }>(
    `select
       (select coalesce(sum(used), 0)::int from quota_counters
        where organization_id = :id and metric = 'aiCredits') as counted,
       (select coalesce(sum(case kind when 'used' then amount else -amount end), 0)::int from quota_movements
        where organization_id = :id and metric = 'aiCredits') as ledger,
       (select count(*)::int from ai_generations where organization_id = :id and state = 'done') as accepted,
       (select coalesce(sum(credits_used), 0)::int from ai_generations where organization_id = :id) as paid,
       (select coalesce(sum(credits_reserved), 0)::int from ai_generations
        where organization_id = :id and state = 'reserved') as reserved`,
    { id: organizationId },
  )
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL answered no row.')
  return row
}

/** Whether counter, ledger and generations say the same. */
export function agree({ counted, ledger, paid, reserved }: CreditsOf): boolean {
  return counted === ledger && counted === paid + reserved
}
