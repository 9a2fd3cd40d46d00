import fc, { type Arbitrary } from 'fast-check'
import type { Json } from '../api-document/document.ts'
import { hintFor } from './hints.ts'

/** Any value that a schema takes: all fields or few, bounds of length and number, letters of every script. */
export function valueOf(schema: Json, name = ''): Arbitrary<unknown> {
  const hint = hintFor(name, schema)
  const drawn = drawnOf(schema, name)
  return hint === undefined ? drawn : fc.oneof({ weight: 3, arbitrary: hint }, drawn)
}

function drawnOf(schema: Json, name: string): Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  const branches = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => valueOf(branch, name)))
  const type = schema['type']
  if (Array.isArray(type)) {
    return fc.oneof(...type.map((each: string) => drawnOf({ ...schema, type: each }, name)))
  }
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'array':
      return arrayOf(schema, name)
    case 'object':
      return objectOf(schema)
    case 'string':
      return textOf(schema)
    default:
      return fc.jsonValue()
  }
}

/** An object with the fields that it needs, and any of the others. */
export function objectOf(schema: Json): Arbitrary<Record<string, unknown>> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>)
  const required = (schema['required'] ?? []) as string[]
  const model = Object.fromEntries(properties.map(([name, part]) => [name, valueOf(part, name)]))
  const known = fc.record(model, { requiredKeys: required }) as Arbitrary<Record<string, unknown>>
  const more = schema['additionalProperties']
  if (typeof more !== 'object' || more === null) return known
  const others = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), valueOf(more as Json), {
    maxKeys: 3,
    noNullPrototype: true,
  })
  return fc.tuple(others, known).map(([extra, own]) => ({ ...extra, ...own }))
}

function arrayOf(schema: Json, name: string): Arbitrary<unknown[]> {
  const { minItems = 0, maxItems = 3 } = schema as { minItems?: number; maxItems?: number }
  const item = valueOf((schema['items'] ?? {}) as Json, name)
  const length = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 3)) }
  if (schema['uniqueItems'] !== true) return fc.array(item, length)
  return fc.uniqueArray(item, { ...length, selector: (each) => JSON.stringify(each) })
}

function numberOf(schema: Json): Arbitrary<number> {
  const { minimum: min = -1_000, maximum: max = 1_000_000 } = schema as {
    minimum?: number
    maximum?: number
  }
  const whole = fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) })
  return fc.oneof(fc.constantFrom(min, Math.max(min, max)), whole)
}

/** Where the generator of texts by pattern knows the pattern's language not. */
const lettersOfTags = ['ProductLaunch', 'été', '日本語', 'नमस्ते', '#a_1', '٣']

const formats: Readonly<Record<string, () => Arbitrary<string>>> = {
  uuid: () => fc.uuid(),
  'date-time': () =>
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  date: () =>
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  email: () => fc.stringMatching(/^[a-z0-9]{1,20}@[a-z]{1,10}\.(example|com)$/),
  // Names that no name server is asked for, and literals.
  uri: () =>
    fc
      .tuple(
        fc.constantFrom('https://a.example', 'https://10.0.0.1', 'http://[::1]', 'https://x.test'),
        fc.webPath(),
      )
      .map((parts) => parts.join('')),
}

function textOf(schema: Json): Arbitrary<string> {
  const { minLength = 0, maxLength = 200 } = schema as { minLength?: number; maxLength?: number }
  const { pattern, format } = schema as { pattern?: string; format?: string }
  const made = format === undefined ? undefined : formats[format]?.()
  const any = made ?? (pattern === undefined ? undefined : matching(pattern))
  const fits = (text: string): boolean => {
    const { length } = Array.from(text)
    return length >= minLength && length <= maxLength
  }
  if (any !== undefined) return any.filter(fits)
  const ends = Math.min(maxLength, 6_000)
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength, maxLength: minLength + 12 }) },
    fc.constantFrom('a', 'é', '漢', '😀').map((unit) => unit.repeat(ends)),
    fc.constantFrom('a', 'ñ', '🚀').map((unit) => unit.repeat(Math.max(minLength, 1))),
  )
}

function matching(pattern: string): Arbitrary<string> {
  if (pattern.includes('\\p{')) return fc.constantFrom(...lettersOfTags)
  return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 200 })
}
