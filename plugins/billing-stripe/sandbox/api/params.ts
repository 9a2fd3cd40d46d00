import { invalid } from './errors.ts'
import type { Parameter, ParameterObject } from './form.ts'

/** Reads one parameter. @throws Refusal that names it */
export type Reader<Value> = (value: Parameter, path: string) => Value

/** What a reader makes of a parameter. */
export type Read<R> = R extends Reader<infer Value> ? Value : never

/** Text that is not empty. */
export const text: Reader<string | undefined> = (value, path) => {
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw invalid(`Invalid string: ${JSON.stringify(value)}`, path)
  if (value !== '') return value
  const message = `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`
  throw invalid(message, path, 'parameter_invalid_empty')
}

/** A whole number. */
export const integer: Reader<number | undefined> = (value, path) => {
  const given = text(value, path)
  if (given === undefined) return undefined
  if (/^-?\d{1,15}$/.test(given)) return Number(given)
  throw invalid(`Invalid integer: ${given}`, path, 'parameter_invalid_integer')
}

/** `true` or `false`. */
export const flag: Reader<boolean | undefined> = (value, path) => {
  const given = text(value, path)
  if (given === undefined) return undefined
  if (given === 'true' || given === 'false') return given === 'true'
  throw invalid(`Invalid boolean: ${given}`, path)
}

/** An absolute http(s) address. */
export const address: Reader<string | undefined> = (value, path) => {
  const given = text(value, path)
  if (given === undefined) return undefined
  // The name of the session is put in its place only later, and is no address by itself.
  const filled = given.replaceAll('{CHECKOUT_SESSION_ID}', 'cs_test')
  if (URL.canParse(filled) && /^https?:/.test(filled)) return given
  throw invalid('Not a valid URL', path, 'url_invalid')
}

/** One of some words. */
export function oneOf<const Word extends string>(
  ...words: readonly Word[]
): Reader<Word | undefined> {
  return (value, path) => {
    const given = text(value, path)
    const found = words.find((word) => word === given)
    if (given === undefined || found !== undefined) return found
    throw invalid(`Invalid ${path}: must be one of ${words.join(', ')}`, path)
  }
}

/** A list, each of its entries read alike. */
export function list<R extends Reader<unknown>>(reader: R): Reader<Read<R>[] | undefined> {
  return (value, path) => {
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw invalid('Invalid array', path)
    // What a reader gives is what `Read` says.
    return value.map((entry, index) => reader(entry, `${path}[${index}]`) as Read<R>)
  }
}

/** An empty text takes the value away: it becomes `null`. */
export function clearable<R extends Reader<unknown>>(reader: R): Reader<Read<R> | null> {
  // What a reader gives is what `Read` says.
  return (value, path) => (value === '' ? null : (reader(value, path) as Read<R>))
}

/** A parameter without which nothing can be done. */
export function required<R extends Reader<unknown>>(
  reader: R,
): Reader<Exclude<Read<R>, undefined>> {
  return (value, path) => {
    const read = reader(value, path)
    // Nothing but `undefined` was taken away.
    if (read !== undefined) return read as Exclude<Read<R>, undefined>
    throw invalid(`Missing required param: ${path}.`, path, 'parameter_missing')
  }
}

/** An object with these parameters and no others. */
export function object<Shape extends Readonly<Record<string, Reader<unknown>>>>(
  shape: Shape,
): Reader<{ [Name in keyof Shape]: Read<Shape[Name]> } | undefined> {
  return (value, path) => {
    if (value === undefined) return undefined
    if (typeof value !== 'object' || Array.isArray(value)) throw invalid('Invalid object', path)
    return fields(shape, value, path)
  }
}

/** The parameters of a request. */
export function fields<Shape extends Readonly<Record<string, Reader<unknown>>>>(
  shape: Shape,
  value: ParameterObject,
  path = '',
): { [Name in keyof Shape]: Read<Shape[Name]> } {
  const named = (name: string) => (path === '' ? name : `${path}[${name}]`)
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(shape, name)) continue
    const full = named(name)
    throw invalid(`Received unknown parameter: ${full}`, full, 'parameter_unknown')
  }
  const read = Object.entries(shape).map(([name, reader]) => [
    name,
    reader(value[name], named(name)),
  ])
  // Each reader was asked for its own name.
  return Object.fromEntries(read) as { [Name in keyof Shape]: Read<Shape[Name]> }
}

/** What Stripe takes and what changes nothing here. */
export const ignored: Reader<Parameter> = (value) => value
