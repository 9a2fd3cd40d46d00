import { ApiError, staffSubjects } from '@t21/core/console'
import { isUuid } from '../../lookups/filters.ts'

/** What of the audit log is asked for; checked. */
export interface AuditQuery {
  /** Who: their address. */
  readonly who?: string
  readonly action?: string
  /** A person or an organization, by id. */
  readonly customer?: string
  readonly subject?: string
  readonly subjectId?: string
  readonly from?: Date
  readonly to?: Date
  readonly outcome?: string
  /** What was done in one request. */
  readonly requestId?: string
  /** Only older ones than this entry. */
  readonly before?: string
}

const outcomes = ['begun', 'done', 'refused', 'failed']

type Asked = Readonly<Record<string, string | undefined>>

/**
 * Reads the filters of the audit log. Left-out and empty ones ask for nothing.
 *
 * @throws ApiError VALIDATION_ERROR naming every one that makes no sense: an audit that silently looked elsewhere would lie
 */
export function auditQuery(asked: Asked): AuditQuery {
  const details: { field: string; message: string }[] = []
  const text = (
    field: keyof AuditQuery,
    isRight: (value: string) => boolean,
    message: string,
  ): Record<string, string> => {
    const value = asked[field]?.trim() ?? ''
    if (value === '') return {}
    if (isRight(value) && value.isWellFormed() && !value.includes('\0')) return { [field]: value }
    details.push({ field, message })
    return {}
  }
  const day = (field: 'from' | 'to'): Record<string, Date> => {
    const value = text(field, isMoment, 'Must be a day, 2027-01-31, or a moment.')[field]
    return value === undefined ? {} : { [field]: momentOf(value) }
  }
  const short = (value: string): boolean => value.length <= 254
  const query = {
    ...text('who', short, 'Must be an address of the staff.'),
    ...text('action', short, 'Must be the name of an action.'),
    ...text('customer', isUuid, 'Must be the id of a person or an organization.'),
    ...text('subject', (value) => staffSubjects.some((one) => one === value), 'There is no such.'),
    ...text('subjectId', short, 'Must be an id.'),
    ...day('from'),
    ...day('to'),
    ...text(
      'outcome',
      (value) => outcomes.includes(value),
      `Must be one of ${outcomes.join(', ')}.`,
    ),
    ...text('requestId', short, 'Must be the id of a request.'),
    ...text('before', isUuid, 'Must be the id of an entry.'),
  }
  if (details.length > 0) throw new ApiError('VALIDATION_ERROR', undefined, { details })
  return query
}

function isMoment(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(value)) return false
  const moment = momentOf(value)
  // 30 February would be a day in March.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value.slice(0, 10))
}

function momentOf(value: string): Date {
  return new Date(value.includes('T') ? value : `${value}T00:00:00Z`)
}
