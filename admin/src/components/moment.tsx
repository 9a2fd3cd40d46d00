import React from 'react'

const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A moment by the clocks of whoever looks; the exact one, and UTC, behind it. `far` says how far it is from now, too. */
export function Moment({
  at,
  far = false,
}: {
  readonly at: string | null
  readonly far?: boolean
}): React.ReactElement | null {
  if (at === null) return null
  const moment = new Date(at)
  return (
    <time dateTime={at} title={`${exact.format(moment)}\n${at} (UTC)`}>
      {inWords.format(moment)}
      {far && ` (${distance(moment)})`}
    </time>
  )
}

/** A span of time in words: `4 s`, `3 min`, `2 h`. */
export function spanOf(from: string, to: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000)
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

function distance(moment: Date): string {
  const seconds = Math.round((moment.getTime() - Date.now()) / 1_000)
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units[3]
  return relative.format(Math.round(seconds / size), unit)
}
