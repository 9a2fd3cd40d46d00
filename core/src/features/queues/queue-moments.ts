import { Temporal } from 'temporal-polyfill'

/** The days of a week, in order, as slots name them. */
export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const

/** A time of every week at which a brand posts, by its own clocks. */
export interface QueueSlot {
  readonly weekday: (typeof weekdays)[number]
  /** `09:30`, by the brand's clocks. */
  readonly time: string
  /** Only posts that go to these platforms and no others; without it, every post. */
  readonly platforms?: readonly string[] | undefined
}

/** A slot in one week. */
export interface QueueMoment {
  readonly at: Date
  readonly slot: QueueSlot
}

/** How far ahead slots are given away, in months. */
export const horizonMonths = 12

/**
 * The moments of slots after a moment, in order, up to the horizon; made one by one as they are asked for.
 *
 * Where the clocks jump over a slot, it is at the first moment after the jump; where they repeat it, at the first of the two.
 */
export function* momentsOf(
  slots: readonly QueueSlot[],
  timezone: string,
  after: Date,
): Generator<QueueMoment> {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timezone)
  const end = now.add({ months: horizonMonths })
  const days = Map.groupBy(
    slots.toSorted((a, b) => (a.time < b.time ? -1 : 1)),
    ({ weekday }) => weekday,
  )
  // From yesterday on: where a day is left out, its slots are at the beginning of the next.
  for (
    let day = now.toPlainDate().subtract({ days: 1 });
    Temporal.PlainDate.compare(day, end.toPlainDate()) <= 0;
    day = day.add({ days: 1 })
  ) {
    const start = day.toZonedDateTime(timezone)
    for (const slot of days.get(weekdays[day.dayOfWeek - 1] ?? 'MONDAY') ?? []) {
      const at = momentOn(start, day, slot.time)
      if (at > after && at.getTime() <= end.epochMilliseconds) yield { at, slot }
    }
  }
}

function momentOn(start: Temporal.ZonedDateTime, day: Temporal.PlainDate, time: string): Date {
  const wanted = day.toPlainDateTime(time)
  if (start.hoursInDay === 24) {
    const into = wanted.since(day.toPlainDateTime('00:00')).total('milliseconds')
    return new Date(start.epochMilliseconds + into)
  }
  const zone = start.timeZoneId
  const later = wanted.toZonedDateTime(zone, { disambiguation: 'later' })
  if (later.toPlainDateTime().equals(wanted)) {
    return new Date(wanted.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds)
  }
  const jump = later.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') ?? later
  return new Date(jump.epochMilliseconds)
}
