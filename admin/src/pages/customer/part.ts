import type { StaffPrincipal, StaffSubject } from '@t21/core/console'
import type { Knex } from 'knex'
import type { Shown } from '../../lookups/lookup.ts'

/** Whose page it is: a person with the organization of their own, or an organization with nobody in front. */
export interface Customer {
  readonly userId: string | null
  readonly organizationId: string | null
}

/** How a part is read. */
export interface PartCall {
  readonly knex: Knex
  readonly staff: StaffPrincipal
  readonly customer: Customer
}

/** How a column is drawn; a text where nothing is said. */
export interface PartColumn {
  readonly field: string
  readonly label: string
  readonly as?: 'time' | 'state' | 'network'
}

/** A part of a customer's page: the last few of something. */
export interface Part {
  readonly id: string
  readonly title: string
  /** Who may not read these, does not learn that there is such a part. */
  readonly subjects: readonly StaffSubject[]
  /** Whose it is: it is left out where the page has no such one. */
  readonly of: 'user' | 'organization' | 'both'
  readonly columns: readonly PartColumn[]
  /** The lookup that a row's first column leads to. */
  readonly lookup?: string
  /** What is said where there is nothing. */
  readonly empty: string
  /** One query, of a few rows, by an index. Rows hold what the columns name, and an id. */
  rows(call: PartCall): Promise<Shown[]>
}

/** How many of the last are shown; the list has the rest. */
export const mostRows = 10

/** How many members, brands and accounts are. */
export const mostThings = 50

/** A row as the browser gets it: times as texts, and nothing that is no column. */
export function shownRow(row: Readonly<Record<string, unknown>>): Shown {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]),
  ) as Shown
}
