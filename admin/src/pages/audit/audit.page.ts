import { ApiError, recordReading } from '@t21/core/console'
import { typed } from '../../lookups/kept-filters.ts'
import type { Page } from '../page.ts'
import { auditCsv } from './audit.csv.ts'
import { readAudit } from './audit.data.ts'
import { auditQuery, type AuditQuery } from './audit.query.ts'

const onAPage = 50
const inAFile = 10_000

/** What staff did and looked at. Reading it is written down, before it is read. */
export const auditPage: Page = {
  id: 'audit',
  label: 'Audit log',
  icon: 'BookOpen',
  group: 'Staff',
  component: 'Audit',
  subject: 'AuditLog',
  async data({ context, staff, query: asked }) {
    const query = auditQuery(asked)
    const asFile = asked['format'] === 'csv'
    await recordReading(context, staff, {
      subject: 'AuditLog',
      subjectId: null,
      input: { ...keptOf(query), ...(asFile && { format: 'csv' }) },
    })
    const limit = asFile ? inAFile : onAPage
    const found = await readAudit(context.database.looks, query, limit + 1)
    if (found === null) {
      throw new ApiError('SERVICE_UNAVAILABLE', 'This takes too long; ask for a shorter time.')
    }
    const entries = found.slice(0, limit)
    const next = found.length > limit ? (entries.at(-1)?.id ?? null) : null
    return asFile ? { csv: auditCsv(entries), next } : { entries, next }
  },
}

/** What was asked for, as it may stay in the log for ever: an address that was typed may not. */
function keptOf(query: AuditQuery): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string' && !/^[\w:-]*$/.test(value) ? typed : value,
    ]),
  )
}
