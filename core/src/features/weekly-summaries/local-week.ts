import { Temporal } from 'temporal-polyfill'
import { momentOf } from '../../local-time.ts'

/** A Monday morning in a zone, as it looks from a moment. */
export interface LocalWeek {
  /** The first day of the week that ended, its last, and where it and the week that begins end. */
  readonly from: string
  readonly to: string
  readonly start: Date
  readonly end: Date
  readonly nextEnd: Date
  /** Whether the summary of that week is to be sent now: from Monday at 7 until Tuesday is over. */
  readonly isTime: boolean
  /** The next Monday at 7. */
  readonly nextDue: Date
}

const hour = '07:00'

/** The week that ended last in a zone, and when people there are told of the next one. */
export function localWeek(now: Date, timezone: string): LocalWeek {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone)
  const monday = local.toPlainDate().subtract({ days: local.dayOfWeek - 1 })
  const at = (day: Temporal.PlainDate, time: string): Date =>
    momentOf(`${day.toString()}T${time}`, timezone).at
  const due = at(monday, hour)
  const begun = now >= due
  const from = monday.subtract({ days: 7 })
  return {
    from: from.toString(),
    to: monday.subtract({ days: 1 }).toString(),
    start: at(from, '00:00'),
    end: at(monday, '00:00'),
    nextEnd: at(monday.add({ days: 7 }), '00:00'),
    isTime: begun && local.dayOfWeek <= 2,
    nextDue: begun ? at(monday.add({ days: 7 }), hour) : due,
  }
}
