import type { Filter, FilterValue } from './lookup.ts'

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Whether PostgreSQL takes it for an id. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value.trim())
}

/** Whether it is a day or a moment, as filters take them. */
export function isMoment(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  )
}

/** Exactly this id. */
export function byId(column: string): Filter {
  return (query, value) => {
    if (isUuid(value)) query.where(column, value.trim())
    else query.whereRaw('false')
  }
}

/** Of the parent with this id, where the index begins with the tenant: `(organization_id, brand_id, …)`. */
export function byParent(table: string, column: string, parents: string): Filter {
  return (query, value) => {
    if (!isUuid(value)) {
      query.whereRaw('false')
      return
    }
    const id = value.trim()
    query
      .where(`${table}.${column}`, id)
      .whereRaw('?? = (select organization_id from ?? where id = ?)', [
        `${table}.organization_id`,
        parents,
        id,
      ])
  }
}

/** Exactly this text. */
export function byText(column: string): Filter {
  return ifText((query, text) => query.where(column, text))
}

/** This text, however it is capitalised; the index is on `lower(column)`. */
export function byTextInAnyCase(column: string): Filter {
  return ifText((query, text) => query.whereRaw('lower(??) = lower(?)', [column, text]))
}

/** One of a few words. */
export function byWord(column: string, words: readonly string[]): Filter {
  return ifText((query, text) =>
    words.includes(text) ? query.where(column, text) : query.whereRaw('false'),
  )
}

/** Between two moments, the first included. */
export function byTime(column: string): Filter {
  return between(column, (moment) => moment.toISOString())
}

/**
 * Made between two moments, the first included, to the millisecond. Ids begin with their moment, so that the primary key finds
 * it.
 */
export function byTimeOfId(column: string): Filter {
  return between(column, firstIdOf)
}

function between(column: string, written: (moment: Date) => string): Filter {
  return (query, value) => {
    const { from, to } = typeof value === 'object' ? value : { from: value, to: value }
    for (const [operator, end] of [
      ['>=', from],
      ['<', to],
    ] as const) {
      if (end === undefined || end === '') continue
      const moment = new Date(String(end))
      if (isStorable(moment)) query.where(column, operator, written(moment))
      else query.whereRaw('false')
    }
  }
}

/** The first id that could be made at a moment. */
export function firstIdOf(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** What a `timestamptz` can hold, and no year in which nobody posts anything. */
function isStorable(moment: Date): boolean {
  const year = moment.getUTCFullYear()
  return year >= 1970 && year <= 9999
}

function ifText(narrow: (query: Parameters<Filter>[0], text: string) => unknown): Filter {
  return (query, value: FilterValue) => {
    const storable = typeof value === 'string' && value.isWellFormed() && !value.includes('\u0000')
    void (storable ? narrow(query, value.trim()) : query.whereRaw('false'))
  }
}
