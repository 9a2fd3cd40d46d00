import type { Context, StaffPrincipal, StaffSubject } from '@t21/core/console'
import type { Knex } from 'knex'
import type { ComponentName } from '../components/names.ts'

/** A row as the console shows it. What is not in it cannot leak. Times are ISO texts. */
export interface Shown {
  readonly id: string
  readonly [field: string]: unknown
}

/** The customer whom a record concerns, for the audit logs. */
export interface Concerned {
  readonly organizationId?: string | null
  readonly userId?: string | null
}

/** What was typed into a filter: a text, or the ends of a range. */
export type FilterValue = string | { readonly from?: string; readonly to?: string }

/** Narrows a query; a value that makes no sense matches nothing. */
export type Filter = (query: Knex.QueryBuilder, value: FilterValue) => void

/** One field of what a lookup shows. */
export interface Field {
  /** Its name in words; made of the field's own where it is left out. */
  readonly label?: string
  /** How AdminJS draws it; a text by default. `json` is drawn as it is. */
  readonly type?: 'uuid' | 'string' | 'text' | 'number' | 'boolean' | 'datetime' | 'json'
  /** The column by which lists may be sorted. Only what an index sorts. */
  readonly sort?: string
  /** Only what an index finds. */
  readonly filter?: Filter
  /** What of the search box is looked for here, by the filter: only exact matches. */
  readonly finds?: (text: string) => boolean
  /** All that it can be, for a filter to choose from. */
  readonly values?: readonly string[]
  /** The lookup that its id leads to. */
  readonly refersTo?: string
  /** Personal data, which the staff's audit log does not keep: it is never changed, and people are erased. */
  readonly personal?: true
  /** Left out of lists: shown with one record only. */
  readonly inList?: false
  /** A component of `components/`, in place of AdminJS's. */
  readonly component?: ComponentName
}

/** One record that somebody opens. */
export interface DetailsCall {
  readonly context: Context
  readonly staff: StaffPrincipal
  readonly shown: Shown
}

/** What a lookup is made of. */
export interface LookupOptions<Row extends object> {
  /** The name in addresses: `users`. */
  readonly id: string
  readonly label: string
  /** The group in the menu, and the picture beside it. */
  readonly group: string
  readonly icon: string
  /** What of the abilities it is: who may not `read` it, sees nothing of it anywhere. */
  readonly subject: StaffSubject
  /** The field that names a record; it has a filter that finds by it. */
  readonly title: string
  /** What a list without a row means, and what to do: nobody has narrowed it. */
  readonly empty: string
  /** What its page calls a record, where `title` says it to programs alone; `details` are those of `details`. */
  name?(shown: Shown, details: Readonly<Record<string, unknown>>): string
  /** The column of `id`, with its table. */
  readonly idColumn: string
  readonly sortedBy: { readonly field: string; readonly direction: 'asc' | 'desc' }
  readonly fields: Readonly<Record<string, Field>>
  /** All rows that somebody may see, with the columns that `present` needs, and no others. */
  query(knex: Knex, staff: StaffPrincipal): Knex.QueryBuilder
  /** What `query` joins is only shown, one for one: lists are counted without, by an index alone. No filter may look at it. */
  readonly countedWithoutJoins?: true
  /** What is shown of a row. */
  present(row: Row): Shown
  /** What `page` shows besides, read when one record is opened: content, history. No secrets. */
  details?(call: DetailsCall): Promise<object>
  /** Whose data it is: who looks at it stands in the staff's audit log, under this customer. */
  concerns(shown: Shown): Concerned
  /** The component that draws one record, in place of the list of its fields. */
  readonly page?: ComponentName
}

/**
 * Something that staff can look up: a list with filters, and one record of it. Knows nothing of how it is drawn. A class,
 * because AdminJS copies plain objects.
 */
export class Lookup<Row extends object = object> {
  readonly options: LookupOptions<Row>

  constructor(options: LookupOptions<Row>) {
    const { fields, id, sortedBy, title } = options
    if (fields['id'] === undefined || fields[sortedBy.field]?.sort === undefined) {
      throw new Error(`The lookup ${id} needs the field id, and a field that sorts it.`)
    }
    if (fields[title]?.filter === undefined) {
      throw new Error(`The lookup ${id} is searched by ${title}, which has no filter.`)
    }
    this.options = options
  }
}
