import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { tokenOf } from '../oauth/token-of.ts'
import { invalidParameter } from './errors.ts'
import { pageSize } from './limits.ts'
import type { Parameters } from './parameters.ts'

/** A page of a list as Graph shows it. */
export interface ListPage<Row> {
  readonly rows: readonly Row[]
  /** Absent for an empty page. */
  readonly paging: object | undefined
}

/** What a list is cut by. */
interface ListQuery<Row> {
  /** In the order of the answer. */
  readonly rows: readonly Row[]
  readonly key: (row: Row) => string
  readonly params: Parameters
  readonly request: EmulatorRequest
  readonly context: EmulatorContext
  readonly usual?: number
}

/**
 * The page of a list that `limit`, `after` and `before` ask for.
 *
 * @throws GraphRefusal 100 for a limit or cursor that cannot be
 */
export function cutPage<Row>(query: ListQuery<Row>): ListPage<Row> {
  const { rows, key, params, request, context } = query
  const limit = readLimit(params.get('limit'), query.usual ?? pageSize.usual)
  const keys = rows.map(key)
  const after = positionOf(keys, params.get('after'))
  const before = positionOf(keys, params.get('before'))
  const start = before === undefined ? (after ?? -1) + 1 : Math.max(0, before - limit)
  const end = Math.min(before ?? rows.length, start + limit)
  const cut = rows.slice(start, end)
  const [first] = keys.slice(start, end)
  const last = keys.slice(start, end).at(-1)
  if (first === undefined || last === undefined) return { rows: cut, paging: undefined }
  const cursors = { before: cursorOf(first), after: cursorOf(last) }
  const link = (name: string, cursor: string) => linkTo({ request, context, params }, name, cursor)
  return {
    rows: cut,
    paging: {
      cursors,
      ...(end < rows.length ? { next: link('after', cursors.after) } : {}),
      ...(start > 0 ? { previous: link('before', cursors.before) } : {}),
    },
  }
}

/** `{ data, paging? }`. */
export function listAnswer(data: readonly unknown[], paging: object | undefined): object {
  return paging === undefined ? { data } : { data, paging }
}

/** Rows between `since` (inclusive) and `until` (inclusive), by a time in milliseconds. */
export function within<Row>(
  rows: readonly Row[],
  params: Parameters,
  timeOf: (row: Row) => number,
): readonly Row[] {
  const since = params.time('since') ?? Number.NEGATIVE_INFINITY
  const until = params.time('until') ?? Number.POSITIVE_INFINITY
  return rows.filter((row) => {
    // Graph counts in whole seconds.
    const time = Math.floor(timeOf(row) / 1000) * 1000
    return time >= since && time <= until
  })
}

function readLimit(value: string | undefined, usual: number): number {
  if (value === undefined) return usual
  const limit = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
  if (Number.isNaN(limit)) throw invalidParameter('Param limit must be an integer')
  return Math.min(limit, pageSize.most)
}

function positionOf(keys: readonly string[], cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const position = keys.indexOf(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (position !== -1) return position
  throw invalidParameter('Invalid cursor: it does not belong to this list.')
}

function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url')
}

function linkTo(
  { request, context, params }: Pick<ListQuery<unknown>, 'request' | 'context' | 'params'>,
  name: string,
  cursor: string,
): string {
  const query = new URLSearchParams(request.query)
  query.delete('after')
  query.delete('before')
  query.set(name, cursor)
  // Graph writes the token into its links, however it came.
  const token = tokenOf(request, params)
  if (token !== undefined) query.set('access_token', token)
  return `${context.origin(request.host)}${request.path}?${query.toString()}`
}
