import type { EmulatorRequest, ReceivedField } from '@t21/plugin-kit/sandbox'
import { invalidParameter } from './errors.ts'
import { parseLossless } from './lossless.ts'
import { readTime } from './time.ts'

/** What a request says, wherever it says it: query, form, JSON or multipart (facebook.md 0). */
export interface Parameters {
  /** Every name that was sent. */
  readonly names: readonly string[]
  /** Text as it came; what came as an object or a number, as JSON. An empty value counts as none. */
  get(name: string): string | undefined
  /** As {@link get}. @throws GraphRefusal 100 where it is missing */
  require(name: string): string
  /** A value parsed as JSON, also of the form `name[0]=…`; text where it is no JSON. */
  json(name: string): unknown
  /** The values of `a,b` or of a JSON array; nothing where it is missing. */
  list(name: string): readonly string[] | undefined
  /** As {@link list}. @throws GraphRefusal 100 where it is missing */
  requireList(name: string): readonly string[]
  /** `true`, `1`, `false`, `0`. @throws GraphRefusal 100 for something else */
  flag(name: string): boolean | undefined
  /** Milliseconds since 1970. @throws GraphRefusal 100 for something that is no time */
  time(name: string): number | undefined
  /** A file of a multipart body. */
  file(name: string): ReceivedField | undefined
}

/** Reads the parameters of a request. The body wins over the query. */
export function readParameters(request: EmulatorRequest): Parameters {
  const values = new Map<string, unknown>(request.query)
  const files = new Map<string, ReceivedField>()
  for (const [name, value] of bodyOf(request, files)) values.set(name, value)

  function get(name: string): string | undefined {
    const value = values.get(name)
    if (value === undefined || value === null || value === '') return undefined
    return typeof value === 'string' ? value : JSON.stringify(value)
  }

  function list(name: string): readonly string[] | undefined {
    const value = jsonOf(values, name)
    if (Array.isArray(value)) return value.map(String)
    return get(name)
      ?.split(',')
      .map((item) => item.trim())
  }

  return {
    names: [...values.keys(), ...files.keys()],
    get,
    require(name) {
      const value = get(name)
      if (value !== undefined) return value
      throw invalidParameter(`The parameter ${name} is required.`)
    },
    json: (name) => jsonOf(values, name),
    list,
    requireList(name) {
      const value = list(name)
      if (value !== undefined) return value
      throw invalidParameter(`The parameter ${name} is required.`)
    },
    flag(name) {
      const value = get(name)
      if (value === undefined) return undefined
      if (value === 'true' || value === '1') return true
      if (value === 'false' || value === '0') return false
      throw invalidParameter(`Param ${name} must be a boolean`)
    },
    time(name) {
      const value = get(name)
      if (value === undefined) return undefined
      const time = readTime(value)
      if (time !== undefined) return time
      throw invalidParameter(`Param ${name} must be a valid timestamp`)
    },
    file: (name) => files.get(name),
  }
}

function bodyOf(
  request: EmulatorRequest,
  files: Map<string, ReceivedField>,
): Iterable<readonly [string, unknown]> {
  if (request.multipart !== undefined) {
    const fields: (readonly [string, unknown])[] = []
    for (const part of request.multipart) {
      if (part.filename === undefined) fields.push([part.name, part.value.toString('utf8')])
      else files.set(part.name, part)
    }
    return fields
  }
  if (request.form !== undefined) return request.form
  const isJson = (request.headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith('application/json')
  const json = isJson ? parseLossless(request.rawBody.toString('utf8')) : undefined
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return []
  return Object.entries(json)
}

function jsonOf(values: ReadonlyMap<string, unknown>, name: string): unknown {
  const value = values.get(name)
  if (typeof value === 'string') return parseLossless(value) ?? value
  if (value !== undefined) return value
  // PHP's way to write an array in a form: `name[0]=…&name[1]=…`.
  const items: unknown[] = []
  for (let index = 0; values.has(`${name}[${index}]`); index += 1) {
    items.push(jsonOf(values, `${name}[${index}]`))
  }
  return items.length === 0 ? undefined : items
}
