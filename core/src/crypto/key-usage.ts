import type { Knex } from 'knex'
import type { KeyRing } from './key-ring.ts'
import { sealedColumns, type SealedColumn } from './sealed-columns.ts'

/** How many values of a column are sealed with a key. */
export interface KeyUsage {
  readonly column: SealedColumn
  /** `null` for what is no sealed text at all. */
  readonly keyId: string | null
  readonly count: number
}

/** Counts what is sealed, by column and key; over all organizations. */
export async function readKeyUsage(system: Knex): Promise<readonly KeyUsage[]> {
  const usage: KeyUsage[] = []
  for (const column of sealedColumns) {
    const { rows } = await system.raw<{ rows: { key_id: string | null; count: number }[] }>(
      `select case when :column: ~ '^v1[.][A-Za-z0-9_-]+[.]' then split_part(:column:, '.', 2) end as key_id,
         cast(count(*) as int) as count
       from :table: where :column: is not null group by 1 order by 1`,
      { ...column },
    )
    usage.push(...rows.map(({ key_id: keyId, count }) => ({ column, keyId, count })))
  }
  return usage
}

/** The keys with which something is sealed and that are not in the ring, each with its usage. */
export function missingKeys(
  ring: KeyRing,
  usage: readonly KeyUsage[],
): ReadonlyMap<string, readonly KeyUsage[]> {
  const missing = new Map<string, KeyUsage[]>()
  for (const entry of usage) {
    if (entry.keyId === null || ring.byId.has(entry.keyId)) continue
    missing.set(entry.keyId, [...(missing.get(entry.keyId) ?? []), entry])
  }
  return missing
}

/** Values in all. */
export function sumOf(usage: readonly KeyUsage[]): number {
  return usage.reduce((sum, { count }) => sum + count, 0)
}

/** `social_accounts.access_token 12, social_accounts.refresh_token 10`. */
export function describeUsage(usage: readonly KeyUsage[]): string {
  return usage
    .map(({ column: { table, column }, count }) => `${table}.${column} ${count}`)
    .join(', ')
}
