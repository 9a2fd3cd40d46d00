import { illegalArgument, invalidInput } from './errors.ts'
import { postLimits } from './limits.ts'
import { isRecord, type RestliRecord, type RestliValue } from './restli.ts'

/** The parameters of a query, by name. */
export type Query = ReadonlyMap<string, RestliValue>

/** A parameter that is plain text, or `undefined` where it is absent. */
export function optionalText(query: Query, name: string): string | undefined {
  const value = query.get(name)
  if (value === undefined || typeof value === 'string') return value
  throw invalidInput('INVALID_VALUE_FOR_FIELD', name, 'must be plain text')
}

/** As {@link optionalText}, and must be there. */
export function requiredText(query: Query, name: string): string {
  const value = optionalText(query, name)
  if (value !== undefined) return value
  throw illegalArgument(`Query parameter '${name}' is required`)
}

/** One of these words, or `undefined` where it is absent. */
export function choice<Word extends string>(
  query: Query,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = optionalText(query, name)
  if (value === undefined) return undefined
  const word = words.find((one) => one === value)
  if (word !== undefined) return word
  throw invalidInput(
    'INVALID_VALUE_FOR_FIELD',
    name,
    `"${value}" is not one of ${words.join(', ')}`,
  )
}

/** A `List(…)` of plain text; empty where it is absent. */
export function textList(query: Query, name: string): readonly string[] {
  const value = query.get(name)
  if (value === undefined) return []
  if (Array.isArray(value)) {
    return value.map((item: RestliValue) => {
      if (typeof item === 'string') return item
      throw invalidInput('INVALID_VALUE_FOR_FIELD', name, 'must be a List of plain text')
    })
  }
  throw invalidInput('INVALID_VALUE_FOR_FIELD', name, 'must be List(…) with raw parentheses')
}

/** A `(key:value)`, or `undefined` where it is absent. */
export function optionalRecord(query: Query, name: string): RestliRecord | undefined {
  const value = query.get(name)
  if (value === undefined || isRecord(value)) return value
  throw invalidInput('INVALID_VALUE_FOR_FIELD', name, 'must be (key:value) with raw parentheses')
}

/** A whole number of a record. */
export function numberOf(record: RestliRecord, key: string, place: string): number {
  const value = record[key]
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value)
  throw invalidInput('INVALID_VALUE_FOR_FIELD', `${place}/${key}`, 'must be a whole number')
}

/** `start` and `count`. */
export interface Page {
  readonly start: number
  readonly count: number
}

/** Reads `start` and `count`. */
export function pageOf(query: Query): Page {
  return {
    start: whole(query, 'start', 0, Number.MAX_SAFE_INTEGER),
    count: whole(query, 'count', postLimits.pageSize, postLimits.pageSizeMost),
  }
}

/** A collection with its paging, as every finder answers (linkedin.md 1 and 5). */
export function paged<Item>(items: readonly Item[], { start, count }: Page): object {
  return {
    paging: { start, count, links: [], total: items.length },
    elements: items.slice(start, start + count),
  }
}

function whole(query: Query, name: string, fallback: number, most: number): number {
  const value = optionalText(query, name)
  if (value === undefined) return fallback
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (number <= most) return number
  throw invalidInput('INVALID_VALUE_FOR_FIELD', name, `must be a whole number of at most ${most}`)
}
