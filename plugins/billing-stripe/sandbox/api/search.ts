import { invalid } from './errors.ts'

type Matcher = (object: object) => boolean

const clause =
  /^\s*(-?)(?:metadata\[(["'])(.+?)\2\]|([a-z_]+))\s*(:|~|>=|<=|>|<)\s*(?:(["'])((?:\\.|(?!\6).)*)\6|(\d+|null))\s*/

/**
 * Reads a search (docs.stripe.com/search#search-query-language): clauses on the fields, joined by AND or by OR, never by both.
 *
 * @throws Refusal for a query that cannot be read
 */
export function matcherOf(query: string, known: readonly string[]): Matcher {
  const clauses: Matcher[] = []
  const joints = new Set<string>()
  let rest = query
  for (;;) {
    const found = clause.exec(rest)
    if (found === null) throw unreadable(query)
    const [whole, minus, , key, field = 'metadata', operator = ':', , quoted, bare] = found
    if (!known.includes(field)) {
      const message = `Field \`${field}\` is an unsupported search field for resource \`customers\`.`
      throw invalid(message, 'query')
    }
    const wanted = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? ''
    clauses.push((object) => {
      const matches = compare(valueOf(object, field, key), operator, wanted)
      return minus === '-' ? !matches : matches
    })
    rest = rest.slice(whole.length)
    if (rest === '') break
    const joint = /^(AND|OR)\s+/i.exec(rest) ?? /^/.exec(rest)
    joints.add((joint?.[1] ?? 'AND').toUpperCase())
    rest = rest.slice(joint?.[0].length ?? 0)
  }
  if (joints.size > 1) throw invalid('You cannot mix AND and OR in one query.', 'query')
  return joints.has('OR')
    ? (object) => clauses.some((matches) => matches(object))
    : (object) => clauses.every((matches) => matches(object))
}

function valueOf(object: object, field: string, key: string | undefined): unknown {
  const value = (object as Readonly<Record<string, unknown>>)[field]
  if (key === undefined || typeof value !== 'object' || value === null) return value
  return (value as Readonly<Record<string, unknown>>)[key]
}

function compare(value: unknown, operator: string, wanted: string): boolean {
  if (wanted === 'null') return value === null || value === undefined
  if (operator === '~') {
    return typeof value === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
  }
  if (operator === ':')
    return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase()
  const [left, right] = [Number(value), Number(wanted)]
  if (operator === '>') return left > right
  if (operator === '<') return left < right
  return operator === '>=' ? left >= right : left <= right
}

function unreadable(query: string): Error {
  return invalid(
    `We were unable to parse your search query: ${query}. Try using the format "metadata["key"]:"value"" to query for metadata or key:"value" to query for other fields.`,
    'query',
  )
}
