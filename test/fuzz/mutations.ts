import fc, { type Arbitrary } from 'fast-check'
import type { Case } from './case.ts'
import type { Contract } from './contract.ts'
import { hostileValues } from './hostile.ts'

/** Changes one thing about a body. */
export type Mutation = (body: unknown) => { readonly kind: string; readonly value: unknown }

const unknownNames = ['unknown', '__proto__', 'constructor', 'toString', '', 'id', 'isAdmin', 'ID']

/** Mutations: a value replaced, taken away, put in, or repeated, somewhere in the body. */
export function mutated(): Arbitrary<Mutation> {
  return fc
    .record({
      at: fc.nat(1_000),
      way: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'repeat'),
      value: hostileValues,
      name: fc.constantFrom(...unknownNames),
    })
    .map(({ at, way, value, name }) => (body) => {
      const places = placesIn(body)
      const place = places[at % places.length] ?? []
      return {
        kind: `body ${place.join('.') || 'itself'}: ${way}`,
        value: changeAt(body, place, (found) => changed(found, way, { value, name })),
      }
    })
}

const gone = Symbol('gone')

function changed(
  found: unknown,
  way: string,
  { value, name }: { readonly value: unknown; readonly name: string },
): unknown {
  switch (way) {
    case 'drop':
      return gone
    case 'repeat':
      return Array.isArray(found) ? Array.from({ length: 300 }, () => found).flat() : [found, found]
    case 'add':
      return isObject(found)
        ? Object.fromEntries([...Object.entries(found), [name, value]])
        : [found, value]
    default:
      return value
  }
}

/** Every place in a value, the value itself first. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    path,
    ...Object.entries(value)
      .slice(0, 50)
      .flatMap(([name, part]) => placesIn(part, [...path, name])),
  ]
}

function changeAt(
  value: unknown,
  [name, ...rest]: readonly string[],
  change: (found: unknown) => unknown,
): unknown {
  if (name === undefined) {
    const made = change(value)
    return made === gone ? null : made
  }
  const entries = Object.entries(value as object).flatMap(([each, part]) => {
    if (each !== name) return [[each, part]]
    const made = rest.length === 0 ? change(part) : changeAt(part, rest, change)
    return made === gone ? [] : [[each, made]]
  })
  return Array.isArray(value)
    ? entries.map(([, part]) => part as unknown)
    : Object.fromEntries(entries)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Bodies that are no value of the right form at all. */
export function oddBodies(
  contract: Contract,
): Arbitrary<{ readonly kind: string; readonly body: Case['body']; readonly rule: Case['rule'] }> {
  const json = 'application/json'
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
  const bodies: readonly (readonly [string, string | Buffer, string | undefined])[] = [
    ['cut off', '{"name":', json],
    ['no JSON', 'hello', json],
    ['two values', '{}{}', json],
    ['NaN', '{"version":NaN}', json],
    ['deeply nested', deep, json],
    ['a prototype', '{"__proto__":{"a":1}}', json],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), json],
    ['too large', `{"name":"${'x'.repeat(1_100_000)}"}`, json],
    ['an array', '[]', json],
    ['a text', '"text"', json],
    ['a number', '1', json],
    ['null', 'null', json],
    ['nothing', '', json],
    ['another type', '<name>x</name>', 'application/xml'],
    ['a form', 'name=x', 'application/x-www-form-urlencoded'],
    ['an odd type', '{}', 'application/json; charset=utf-16'],
    ['a broken type', '{}', ';;;/'],
    [
      'a multipart without an end',
      '--x\r\nContent-Disposition: form-data',
      'multipart/form-data; boundary=x',
    ],
    ['a multipart without a boundary', 'x', 'multipart/form-data'],
    ['no type', '{"name":"x"}', undefined],
  ]
  const raw = contract.body !== undefined && contract.body.mediaType !== json
  return fc.constantFrom(...bodies).map(([kind, bytes, type]) => ({
    kind: `body is ${kind}`,
    body: { bytes, type },
    rule: type === json && !raw && malformed.has(kind) ? ('refused' as const) : ('odd' as const),
  }))
}

/** What no operation that takes JSON may say yes to. */
const malformed = new Set([
  'cut off',
  'no JSON',
  'two values',
  'NaN',
  'a prototype',
  'no UTF-8',
  'too large',
])
