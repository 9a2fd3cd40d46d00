import { writeCsv } from '@t21/core/console'
import type { AuditEntry } from './audit.data.ts'

const columns: readonly (readonly [heading: string, cell: (entry: AuditEntry) => string | null])[] =
  [
    ['id', ({ id }) => id],
    ['at', ({ at }) => at],
    ['staff', ({ staffEmail }) => staffEmail],
    ['role', ({ staffRole }) => staffRole],
    ['action', ({ action }) => action],
    ['subject', ({ subject }) => subject],
    ['subjectId', ({ subjectId }) => subjectId],
    ['organizationId', ({ organizationId }) => organizationId],
    ['userId', ({ userId }) => userId],
    ['reason', ({ reason }) => reason],
    ['input', ({ input }) => (input === null ? null : JSON.stringify(input))],
    [
      'changes',
      ({ changes }) =>
        changes.map(({ after, before, field }) => `${field}: ${before} → ${after}`).join('; '),
    ],
    ['outcome', ({ outcome }) => outcome],
    ['error', ({ error }) => error],
    ['address', ({ ipAddress }) => ipAddress],
    ['requestId', ({ requestId }) => requestId],
  ]

/** Entries as CSV, in which no cell is a formula. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  return writeCsv(
    columns.map(([heading]) => heading),
    entries.map((entry) => columns.map(([, cell]) => cell(entry))),
  )
}
