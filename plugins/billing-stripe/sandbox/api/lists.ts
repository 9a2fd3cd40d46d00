import type { ListOf } from '../objects/records.ts'
import { invalid, missing } from './errors.ts'
import { integer, object, text, type Reader } from './params.ts'

/** The parameters of every list. */
export const paging = { limit: integer, starting_after: text, ending_before: text }

const range = object({ gt: integer, gte: integer, lt: integer, lte: integer })

/** The filter `created`: a moment, or bounds. */
export const created: Reader<((seconds: number) => boolean) | undefined> = (value, path) => {
  if (value === undefined) return undefined
  if (typeof value === 'string') {
    const moment = integer(value, path)
    return (seconds) => seconds === moment
  }
  const { gt, gte, lt, lte } = range(value, path) ?? {}
  return (seconds) =>
    (gt === undefined || seconds > gt) &&
    (gte === undefined || seconds >= gte) &&
    (lt === undefined || seconds < lt) &&
    (lte === undefined || seconds <= lte)
}

/** Those of a table that have these values, of what was asked for, and that were made within `created`. */
export function matching<Item extends { readonly created: number }>(
  all: Pick<ReadonlyMap<string, Item>, 'values'>,
  when: ((seconds: number) => boolean) | undefined,
  wanted: { readonly [Name in keyof Item]?: Item[Name] | undefined },
): Item[] {
  const values = Object.entries(wanted).filter(([, value]) => value !== undefined)
  return [...all.values()].filter(
    (item) =>
      (when === undefined || when(item.created)) &&
      values.every(([name, value]) => Reflect.get(item, name) === value),
  )
}

/** The page of a list that was asked for, newest first (docs.stripe.com/api/pagination). @throws Refusal */
export function page<Item extends { readonly id: string }>(
  oldestFirst: Iterable<Item>,
  url: string,
  asked: { readonly [Name in keyof typeof paging]: ReturnType<(typeof paging)[Name]> },
): ListOf<Item> {
  const { limit = 10, starting_after: after, ending_before: before } = asked
  if (limit < 1 || limit > 100) {
    const bound = limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 100'
    throw invalid(`This value must be ${bound}.`, 'limit', 'parameter_invalid_integer')
  }
  if (after !== undefined && before !== undefined) {
    throw invalid('You cannot parameterize both starting_after and ending_before.', 'ending_before')
  }
  const items = [...oldestFirst].toReversed()
  const [from, to, hasMore] = bounds(items, { limit, after, before })
  return { object: 'list', data: items.slice(from, to), has_more: hasMore, url: `/v1${url}` }
}

function bounds(
  items: readonly { readonly id: string }[],
  {
    limit,
    after,
    before,
  }: { limit: number; after: string | undefined; before: string | undefined },
): readonly [from: number, to: number, hasMore: boolean] {
  if (before !== undefined) {
    const end = indexOf(items, before, 'ending_before')
    const from = Math.max(0, end - limit)
    return [from, end, from > 0]
  }
  const from = after === undefined ? 0 : indexOf(items, after, 'starting_after') + 1
  return [from, from + limit, from + limit < items.length]
}

function indexOf(items: readonly { readonly id: string }[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id)
  if (index < 0) throw missing('object', id, param)
  return index
}
