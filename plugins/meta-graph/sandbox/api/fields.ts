import { invalidParameter } from './errors.ts'

/** One name of `fields`: `comments.limit(0).summary(true){id}` (facebook.md 0). */
export interface AskedField {
  readonly name: string
  /** `{ limit: '0', summary: 'true' }` */
  readonly modifiers: Readonly<Record<string, string>>
  /** Nothing where no braces follow. */
  readonly fields: readonly AskedField[] | undefined
}

/** What an object could show. A function is called only when its field was asked for. */
export type FieldValues = Readonly<Record<string, unknown>>

/**
 * Parses `a,b{c,d},e.limit(1)`.
 *
 * @throws GraphRefusal 2500 in Graph's words for what cannot be read
 */
export function parseFields(text: string): readonly AskedField[] {
  const reader = { text, at: 0 }
  const fields = readList(reader)
  if (reader.at !== text.length) throw syntaxError(reader)
  return fields
}

interface Reader {
  readonly text: string
  at: number
}

function readList(reader: Reader): readonly AskedField[] {
  const fields: AskedField[] = [readField(reader)]
  while (take(reader, ',')) fields.push(readField(reader))
  return fields
}

function readField(reader: Reader): AskedField {
  const name = word(reader)
  const modifiers: Record<string, string> = {}
  while (take(reader, '.')) {
    const modifier = word(reader)
    if (!take(reader, '(')) throw syntaxError(reader)
    const end = reader.text.indexOf(')', reader.at)
    if (end === -1) throw syntaxError(reader)
    modifiers[modifier] = reader.text.slice(reader.at, end).trim()
    reader.at = end + 1
  }
  if (!take(reader, '{')) return { name, modifiers, fields: undefined }
  const fields = readList(reader)
  if (!take(reader, '}')) throw syntaxError(reader)
  return { name, modifiers, fields }
}

function word(reader: Reader): string {
  skipSpace(reader)
  const found = /^[A-Za-z0-9_]+/.exec(reader.text.slice(reader.at))?.[0]
  if (found === undefined) throw syntaxError(reader)
  reader.at += found.length
  skipSpace(reader)
  return found
}

function take(reader: Reader, mark: string): boolean {
  skipSpace(reader)
  if (reader.text[reader.at] !== mark) return false
  reader.at += 1
  return true
}

function skipSpace(reader: Reader): void {
  while (reader.text[reader.at] === ' ') reader.at += 1
}

function syntaxError(reader: Reader): Error {
  const found = reader.text.slice(reader.at, reader.at + 20) || 'end of string'
  return invalidParameter(
    `Syntax error "Expected name, but found ${found}." at character ${reader.at}: ${reader.text}`,
  )
}

/** Fields that a type has and an object of the sandbox never shows: they may be asked for. */
export function absentFields(...names: readonly string[]): FieldValues {
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

/** What {@link present} needs to know about an object. */
export interface Presentable {
  /** As Graph calls it in errors: `Page`. */
  readonly type: string
  readonly id: string
  readonly values: FieldValues
  /** Shown where `fields` is not given. */
  readonly usual: readonly string[]
}

/**
 * An object with the fields that were asked for. `id` is always shown; what is `undefined` is left out;
 * objects in it follow the braces.
 *
 * @throws GraphRefusal 100 for a field that its type does not have
 */
export function present(
  object: Presentable,
  asked: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const wanted = asked ?? object.usual.map((name) => ({ name, modifiers: {}, fields: undefined }))
  const shown: Record<string, unknown> = {}
  for (const field of wanted) {
    if (field.name === 'id') continue
    if (!Object.hasOwn(object.values, field.name)) {
      throw invalidParameter(
        `Tried accessing nonexisting field (${field.name}) on node type (${object.type})`,
      )
    }
    const made = valueOf(object.values[field.name], field)
    if (made !== undefined) shown[field.name] = made
  }
  return { ...shown, id: object.id }
}

function valueOf(value: unknown, field: AskedField): unknown {
  const made: unknown = typeof value === 'function' ? value(field) : value
  return field.fields === undefined ? made : narrowed(made, field.fields)
}

/** A plain value with only the fields in braces; `data` of a list is narrowed row by row. */
function narrowed(value: unknown, fields: readonly AskedField[]): unknown {
  if (Array.isArray(value)) return value.map((item) => narrowed(item, fields))
  if (typeof value !== 'object' || value === null) return value
  const object = value as Readonly<Record<string, unknown>>
  if (Object.hasOwn(object, 'data') && !fields.some(({ name }) => name === 'data')) {
    return { ...object, data: narrowed(object['data'], fields) }
  }
  const shown: Record<string, unknown> = {}
  for (const { name, fields: inner } of fields) {
    const item = object[name]
    if (item === undefined) continue
    shown[name] = inner === undefined ? item : narrowed(item, inner)
  }
  return object['id'] === undefined ? shown : { ...shown, id: object['id'] }
}
