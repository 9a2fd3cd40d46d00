import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { contentSql, sealedEntries, type AuditEntry } from './audit-entry.ts'

/** Before the first entry. */
const beginning = Buffer.alloc(32)
const batch = 5_000

/** Where a chain stands. */
interface Link {
  readonly position: number
  readonly hash: Buffer
}

/**
 * Gives every entry that was written since the last time its place in the chain of its organization: a hash over the entry
 * and the hash before it. Whoever changes an entry afterwards, or takes one out, breaks the chain. The newest hashes are
 * logged, so that there is a copy outside of the database. For the worker.
 *
 * @returns how many entries were sealed
 */
export async function sealAudit(context: Context): Promise<number> {
  const { system } = context.database
  const heads = await system.transaction((transaction) => sealBatch(transaction))
  for (const [organizationId, { position, hash }] of heads.ends) {
    context.log.info({ organizationId, position, hash: hash.toString('hex') }, 'audit log sealed')
  }
  return heads.sealed
}

async function sealBatch(
  transaction: Knex.Transaction,
): Promise<{ sealed: number; ends: ReadonlyMap<string, Link> }> {
  // One process at a time.
  const [progress] = await transaction('audit_progress').forUpdate().select('sealed_before')
  const { rows } = await transaction.raw<{
    rows: (AuditEntry & { readonly transaction_id: string })[]
  }>(
    `select a.id, a.organization_id, a.transaction_id, ${contentSql} as content from audit_logs a
     where a.transaction_id >= cast(:from as xid8) and a.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
       and not exists (select from audit_seals s where s.audit_log_id = a.id)
     order by a.transaction_id, a.id limit :batch`,
    { from: (progress as { sealed_before: string }).sealed_before, batch },
  )
  const last = rows.at(-1)
  if (last === undefined) return { sealed: 0, ends: new Map() }
  const ends = await headsOf(
    transaction,
    rows.map((row) => row.organization_id),
  )
  const seals = rows.map((row) => {
    const link = next(ends.get(row.organization_id), row)
    ends.set(row.organization_id, link)
    return {
      audit_log_id: row.id,
      organization_id: row.organization_id,
      position: link.position,
      hash: link.hash,
    }
  })
  await transaction.batchInsert('audit_seals', seals, 1_000)
  await transaction('audit_progress').update({ sealed_before: last.transaction_id })
  return { sealed: rows.length, ends }
}

async function headsOf(
  transaction: Knex.Transaction,
  organizationIds: readonly string[],
): Promise<Map<string, Link>> {
  const heads = await transaction('audit_seals')
    .distinctOn('organization_id')
    .whereRaw('organization_id = any (?::uuid[])', [[...new Set(organizationIds)]])
    .orderBy([{ column: 'organization_id' }, { column: 'position', order: 'desc' }])
    .select<{ organization_id: string; position: number; hash: Buffer }[]>(
      'organization_id',
      'position',
      'hash',
    )
  return new Map(heads.map(({ organization_id: id, position, hash }) => [id, { position, hash }]))
}

function next(before: Link | undefined, entry: AuditEntry): Link {
  const hash = createHash('sha256')
    .update(before?.hash ?? beginning)
    .update(entry.content)
    .digest()
  return { position: (before?.position ?? 0) + 1, hash }
}

/** How a chain was found. */
export type ChainVerdict =
  | { readonly whole: true; readonly entries: number }
  /** The first entry that is not what it was, or does not follow the one before. */
  | { readonly whole: false; readonly position: number; readonly auditLogId: string }

/** Computes the chain of an organization anew and compares. */
export async function verifyAudit(knex: Knex, organizationId: string): Promise<ChainVerdict> {
  let link: Link | undefined
  for (;;) {
    const position = link?.position ?? 0
    const entries = await sealedEntries(knex, organizationId, position, batch)
    for (const entry of entries) {
      const expected = next(link, entry)
      if (entry.position !== expected.position || !entry.hash.equals(expected.hash)) {
        return { whole: false, position: entry.position, auditLogId: entry.id }
      }
      link = expected
    }
    if (entries.length < batch) return { whole: true, entries: link?.position ?? 0 }
  }
}
