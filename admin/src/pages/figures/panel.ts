import type { StaffSubject } from '@t21/core/console'
import type { Knex } from 'knex'
import type { Range } from './range.ts'

/** The list behind a number. */
export interface ListLink {
  readonly lookup: string
  readonly filters: Readonly<Record<string, string>>
}

/** A number in words, and what it counts. */
export interface Figure {
  /** The network that it is about; browsers know what it is called. */
  readonly platform?: string
  readonly label: string
  readonly value: string
  /** How many are in that list: the value, where it is no amount. */
  readonly listed: number
  readonly link: ListLink
  /** Somebody should look. */
  readonly alarming?: boolean
}

/** Numbers over time. */
export interface Chart {
  /** The network that it is about, in place of a title. */
  readonly platform?: string
  readonly title: string
  readonly kind: 'bars' | 'lines'
  /** What the numbers are: `ms`; nothing for counts. */
  readonly unit?: string
  readonly series: readonly {
    readonly key: string
    readonly label: string
    readonly tone: 'good' | 'bad' | 'poor' | 'plain'
  }[]
  readonly points: readonly Readonly<Record<string, string | number | null>>[]
}

/** What a panel shows. */
export interface PanelData {
  readonly figures: readonly Figure[]
  readonly charts?: readonly Chart[]
  /** What to do, or to think, where there is nothing. */
  readonly empty?: string
}

/** A part of the dashboard: figures of one kind, for those who may read what they count. */
export interface Panel {
  readonly id: string
  readonly title: string
  /** Who may not `read` it, does not get the panel. */
  readonly subject: StaffSubject
  read(transaction: Knex.Transaction, range: Range): Promise<PanelData>
}

/** The filters of a range, for a field. */
export function within(field: string, { from, to }: Range): Readonly<Record<string, string>> {
  return { [`${field}~~from`]: from.toISOString(), [`${field}~~to`]: to.toISOString() }
}

/** A number as people read it. */
export function inWords(value: number): string {
  return value.toLocaleString('en')
}

/** SQL: the hour or day, UTC, of a moment, as milliseconds. */
export function bucketSql(column: string, { bucket }: Range): string {
  return `cast(extract(epoch from date_trunc('${bucket}', ${column}, 'UTC')) * 1000 as bigint)`
}

/** Rows of hours or days as points of a chart, those without a row included. */
export function pointsOf<Row extends { readonly at: number }>(
  buckets: readonly string[],
  rows: readonly Row[],
  values: (row: Row | undefined) => Readonly<Record<string, number | null>>,
): Chart['points'] {
  const byTime = new Map(rows.map((row) => [new Date(row.at).toISOString(), row]))
  return buckets.map((at) => ({ at, ...values(byTime.get(at)) }))
}
