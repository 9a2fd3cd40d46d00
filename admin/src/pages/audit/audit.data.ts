import type { Knex } from 'knex'
import { bounded } from '../bounded.ts'
import type { AuditQuery } from './audit.query.ts'
import { changesOf, type Change } from './changes.ts'

/** An entry of the audit log of the staff, as the console shows it. */
export interface AuditEntry {
  readonly id: string
  readonly at: string
  readonly endedAt: string | null
  readonly staffId: string
  readonly staffEmail: string
  readonly staffRole: string
  readonly action: string
  readonly subject: string
  readonly subjectId: string | null
  readonly organizationId: string | null
  readonly userId: string | null
  readonly reason: string | null
  readonly input: Readonly<Record<string, unknown>> | null
  readonly changes: readonly Change[]
  readonly outcome: string
  readonly error: string | null
  readonly ipAddress: string | null
  readonly requestId: string | null
}

interface Row {
  readonly id: string
  readonly created_at: Date
  readonly ended_at: Date | null
  readonly staff_id: string
  readonly staff_email: string
  readonly staff_role: string
  readonly action: string
  readonly subject: string
  readonly subject_id: string | null
  readonly organization_id: string | null
  readonly user_id: string | null
  readonly reason: string | null
  readonly input: Readonly<Record<string, unknown>> | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly outcome: string
  readonly error: string | null
  readonly ip_address: string | null
  readonly request_id: string | null
}

/** Entries, newest first. `null` where the database took too long. */
export async function readAudit(
  system: Knex,
  query: AuditQuery,
  limit: number,
): Promise<readonly AuditEntry[] | null> {
  const rows = await bounded(
    system,
    async (transaction) =>
      (await filtered(transaction, query).orderBy('id', 'desc').limit(limit)) as Row[],
  )
  return rows?.map(present) ?? null
}

function filtered(knex: Knex, query: AuditQuery): Knex.QueryBuilder {
  const entries = knex('staff_audit').select([
    'id',
    'created_at',
    'ended_at',
    'staff_id',
    'staff_email',
    'staff_role',
    'action',
    'subject',
    'subject_id',
    'organization_id',
    'user_id',
    'reason',
    'input',
    'before',
    'after',
    'outcome',
    'error',
    'ip_address',
    'request_id',
  ])
  const { action, before, customer, from, outcome, requestId, subject, subjectId, to, who } = query
  if (who !== undefined) {
    // Whoever had the address, at whatever time.
    const ids = knex('staff_members').select('id').whereRaw('lower(email) = lower(?)', [who])
    void entries.whereIn('staff_id', ids)
  }
  if (action !== undefined) void entries.where({ action })
  if (customer !== undefined) {
    void entries.where((either) =>
      either.where('organization_id', customer).orWhere('user_id', customer),
    )
  }
  if (subject !== undefined) void entries.where({ subject })
  if (subjectId !== undefined) void entries.where('subject_id', subjectId)
  if (outcome !== undefined) void entries.where({ outcome })
  if (requestId !== undefined) void entries.where('request_id', requestId)
  if (from !== undefined) void entries.where('created_at', '>=', from)
  if (to !== undefined) void entries.where('created_at', '<', to)
  if (before !== undefined) void entries.where('id', '<', before)
  return entries
}

function present(row: Row): AuditEntry {
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    staffId: row.staff_id,
    staffEmail: row.staff_email,
    staffRole: row.staff_role,
    action: row.action,
    subject: row.subject,
    subjectId: row.subject_id,
    organizationId: row.organization_id,
    userId: row.user_id,
    reason: row.reason,
    input: row.input,
    changes: changesOf(row.before, row.after),
    outcome: row.outcome,
    error: row.error,
    ipAddress: row.ip_address,
    requestId: row.request_id,
  }
}
