import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { illegalArgument, unpermittedFields } from './errors.ts'

/** A value in Rest.li 2 syntax: `List(a,b)`, `(key:value)` or plain text, decoded. */
export type RestliValue = string | readonly RestliValue[] | RestliRecord

/** A `(key:value,…)`. */
export interface RestliRecord {
  readonly [key: string]: RestliValue
}

/**
 * Parses Rest.li 2 syntax from text that is still percent-encoded: the structural characters must be raw,
 * and those in values encoded (linkedin.md 0).
 *
 * @throws Refusal 400
 */
export function parseRestli(text: string): RestliValue {
  const reader = { text, at: 0 }
  const value = readValue(reader)
  if (reader.at !== text.length) throw syntax(text)
  return value
}

interface Reader {
  readonly text: string
  at: number
}

function readValue(reader: Reader): RestliValue {
  if (take(reader, 'List(')) {
    const items: RestliValue[] = []
    if (take(reader, ')')) return items
    do items.push(readValue(reader))
    while (take(reader, ','))
    if (!take(reader, ')')) throw syntax(reader.text)
    return items
  }
  if (take(reader, '(')) {
    const entries: Record<string, RestliValue> = {}
    if (take(reader, ')')) return entries
    do {
      const key = readWord(reader)
      if (!take(reader, ':')) throw syntax(reader.text)
      entries[key] = readValue(reader)
    } while (take(reader, ','))
    if (!take(reader, ')')) throw syntax(reader.text)
    return entries
  }
  if (take(reader, "''")) return ''
  return readWord(reader)
}

function readWord(reader: Reader): string {
  const word = /^[^,():']*/.exec(reader.text.slice(reader.at))?.[0] ?? ''
  if (word === '') throw syntax(reader.text)
  reader.at += word.length
  try {
    return decodeURIComponent(word)
  } catch {
    throw syntax(reader.text)
  }
}

function take(reader: Reader, token: string): boolean {
  const found = reader.text.startsWith(token, reader.at)
  if (found) reader.at += token.length
  return found
}

/** The parameters of a query. @throws Refusal 403 for one that the endpoint does not have, 400 for bad syntax */
export function readQuery(
  request: EmulatorRequest,
  allowed: readonly string[],
): ReadonlyMap<string, RestliValue> {
  const parameters = new Map<string, RestliValue>()
  for (const pair of request.rawQuery.split('&').filter((one) => one !== '')) {
    const equals = pair.indexOf('=')
    const name = decodeURIComponent(equals === -1 ? pair : pair.slice(0, equals))
    if (!allowed.includes(name)) throw unpermittedFields('PARAMETER', name)
    const text = equals === -1 ? '' : pair.slice(equals + 1)
    if (text !== '') parameters.set(name, parseRestli(text))
  }
  return parameters
}

/** A step of the path that is a key, decoded. Its colons and parentheses must have been encoded. */
export function pathKey(request: EmulatorRequest, position: number): string {
  const raw = request.path.split('/')[position] ?? ''
  const value = raw === '' ? '' : parseRestli(raw)
  if (typeof value === 'string' && value !== '') return value
  throw illegalArgument('Syntax exception in path variables')
}

/** A step of the path that is a record: `(developerApplication:…,user:…)`. */
export function pathRecord(request: EmulatorRequest, position: number): RestliRecord {
  const value = parseRestli(request.path.split('/')[position] ?? '')
  if (isRecord(value)) return value
  throw illegalArgument('Syntax exception in path variables')
}

/** True for a `(key:value)`. */
export function isRecord(value: RestliValue | undefined): value is RestliRecord {
  return typeof value === 'object' && !Array.isArray(value)
}

function syntax(text: string): Error {
  return illegalArgument(
    `Syntax exception: "${text.slice(0, 200)}" is not in Rest.li 2 syntax. Encode the reserved characters of values, and no others.`,
  )
}
