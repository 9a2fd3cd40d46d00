import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { invalid } from '../../errors.ts'
import { momentOf } from '../../local-time.ts'

/** What a recurrence says of its moments. */
export interface RecurrencePlan {
  /** The value of an RRULE (RFC 5545, 3.3.10). */
  readonly rule: string
  /** As the clock on the wall shows it: `2027-01-04T09:00`. */
  readonly startsAt: string
  readonly timezone: string
}

/** The most posts that one recurrence makes. */
export const maxOccurrences = 500
/** The longest that one goes on. */
export const maxYears = 2

const numbers = (digits: string): RegExp => new RegExp(`^${digits}(,${digits})*$`)

/** The parts of a rule that are taken, and their form. Smaller steps than days are made with BYHOUR. */
const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,2}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYDAY: numbers('([+-]?[1-5]?\\d)?(MO|TU|WE|TH|FR|SA|SU)'),
  BYMONTHDAY: numbers('-?([1-9]|[12]\\d|3[01])'),
  BYMONTH: numbers('([1-9]|1[0-2])'),
  BYYEARDAY: numbers('-?([1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
  BYWEEKNO: numbers('-?([1-9]|[1-4]\\d|5[0-3])'),
  BYHOUR: numbers('(1?\\d|2[0-3])'),
  BYMINUTE: numbers('([1-5]?\\d)'),
  BYSETPOS: numbers('-?([1-9]\\d{0,2})'),
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
}

/**
 * Every moment of a recurrence, in order. The rule is followed by the clock on the wall, so that nine in
 * the morning stays nine in the morning; a time that the clocks leave out is the first moment after it.
 *
 * @throws ApiError VALIDATION_ERROR for a rule that is none, has no end, or goes on for too long
 */
export function occurrencesOf(plan: RecurrencePlan): Date[] {
  const fields = fieldsOf(plan.rule)
  const start = startOf(plan)
  const last = start.add({ years: maxYears })
  const until = fields.has('UNTIL') ? untilOf(fields.get('UNTIL') ?? '', plan.timezone) : undefined
  if (until !== undefined && Temporal.PlainDateTime.compare(until, last) > 0) throw tooLong()
  const count = fields.has('COUNT') ? Number(fields.get('COUNT')) : undefined
  if (count !== undefined && count > maxOccurrences) throw tooMany()
  const times = follow(fields, start, until ?? last, count ?? maxOccurrences + 1)
  if (times.length === 0) throw invalid('rule', 'No moment fits this rule; it would never happen.')
  if (times.length > maxOccurrences) throw tooMany()
  if (count !== undefined && times.length < count) throw tooLong()
  const moments = times.map((time) => momentOf(time, plan.timezone).at.getTime())
  // Two times that the clocks leave out may come to the same moment.
  return [...new Set(moments)].map((moment) => new Date(moment))
}

/** As the clock on the wall shows it, without seconds. @throws ApiError VALIDATION_ERROR */
function startOf({ startsAt }: RecurrencePlan): Temporal.PlainDateTime {
  try {
    return Temporal.PlainDateTime.from(startsAt, { overflow: 'reject' })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid('startsAt', 'There is no such day or time; write it like 2027-01-04T09:00.')
  }
}

function fieldsOf(rule: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const part of rule.replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = '', ...more] = part.split('=')
    const form = parts[name]
    if (form === undefined) {
      throw invalid('rule', `There is no part ${name} here; use ${Object.keys(parts).join(', ')}.`)
    }
    if (more.length > 0 || !form.test(value)) throw invalid('rule', `${name} has the wrong form.`)
    if (fields.has(name)) throw invalid('rule', `${name} is there twice; remove one.`)
    fields.set(name, value)
  }
  if (!fields.has('FREQ')) throw invalid('rule', 'Say FREQ: DAILY, WEEKLY, MONTHLY or YEARLY.')
  if (fields.has('COUNT') === fields.has('UNTIL')) {
    throw invalid('rule', 'A recurrence needs an end: give either COUNT or UNTIL.')
  }
  return fields
}

/** A day is meant with all of its hours; a time with `Z` is UTC, another is that of the zone. */
function untilOf(text: string, timezone: string): Temporal.PlainDateTime {
  try {
    if (text.endsWith('Z')) {
      const iso = text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
      return Temporal.Instant.from(iso).toZonedDateTimeISO(timezone).toPlainDateTime()
    }
    const day = Temporal.PlainDate.from(text.slice(0, 8), { overflow: 'reject' })
    const time = text.length > 8 ? text.slice(9).replace(/^(..)(..)(..)$/, '$1:$2:$3') : '23:59:59'
    return day.toPlainDateTime(Temporal.PlainTime.from(time, { overflow: 'reject' }))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid('rule', 'UNTIL names no moment; write it like 20271231 or 20271231T170000Z.')
  }
}

/** Follows the rule in a zone without changes of the clocks, in which every local time exists once. */
function follow(
  fields: ReadonlyMap<string, string>,
  start: Temporal.PlainDateTime,
  until: Temporal.PlainDateTime,
  most: number,
): Temporal.PlainDateTime[] {
  const open = [...fields].filter(([name]) => name !== 'COUNT' && name !== 'UNTIL')
  try {
    const rule = new RRuleTemporal({
      rruleString: open.map(([name, value]) => `${name}=${value}`).join(';'),
      dtstart: start.toZonedDateTime('UTC'),
      until: until.toZonedDateTime('UTC'),
      strict: true,
      cache: false,
      maxIterations: 5_000,
      maxCandidateEvaluations: 50_000,
    })
    return rule
      .all((_, index) => index < most)
      .map((each) => Temporal.PlainDateTime.from(each.toString().slice(0, 19)))
  } catch (cause) {
    // Whatever the library cannot follow is said in its own words.
    throw invalid('rule', `The rule cannot be followed: ${(cause as Error).message}`)
  }
}

function tooLong(): Error {
  return invalid('rule', `It ends later than ${maxYears} years after its start; end it earlier.`)
}

function tooMany(): Error {
  return invalid('rule', `It happens more than ${maxOccurrences} times; end it earlier.`)
}
