import { badRequest } from '../api/errors.ts'
import type { Look } from '../pictures/look.ts'
import type { Brief } from './brief.ts'
import { hashtagsFor } from './hashtags.ts'
import { stringFor } from './strings.ts'

type Schema = Readonly<Record<string, unknown>>

/** What an answer is made of. */
export interface Material {
  readonly brief: Brief
  readonly looks: readonly Look[]
}

/** Where in an answer a value stands. */
export interface Place {
  readonly path: readonly string[]
  /** The whole schema, for references. */
  readonly root: Schema
  /** Of several alike, which one. */
  readonly index: number
}

/** A value of a JSON schema, made of the words of the prompt. @throws Refusal for a schema that is none */
export function fill(schema: Schema, material: Material): unknown {
  return valueOf(schema, material, { path: [], root: schema, index: 0 })
}

function valueOf(schema: Schema, material: Material, place: Place): unknown {
  const { $ref, anyOf, oneOf, allOf } = schema
  if (schema['const'] !== undefined) return schema['const']
  if (Array.isArray(schema['enum'])) return ofEnum(schema['enum'], material.brief, place)
  if (typeof $ref === 'string') return valueOf(referred($ref, place.root), material, place)
  const choices = [anyOf, oneOf, allOf].find(Array.isArray) as readonly Schema[] | undefined
  const choice = choices?.find(({ type }) => type !== 'null') ?? choices?.[0]
  if (choice !== undefined) return valueOf(choice, material, place)
  const type = typeOf(schema)
  if (type === 'object') return objectOf(schema, material, place)
  if (type === 'array') return arrayOf(schema, material, place)
  if (type === 'string') return stringFor(schema, material, place)
  if (type === 'integer' || type === 'number') return numberOf(schema)
  if (type === 'boolean') return true
  if (type === 'null') return null
  throw badRequest(
    `Invalid schema for response_format: no type at ${place.path.join('.') || 'its root'}.`,
  )
}

function typeOf({ type, properties, items }: Schema): unknown {
  if (Array.isArray(type)) return type.find((one) => one !== 'null') ?? 'null'
  if (type !== undefined) return type
  if (properties !== undefined) return 'object'
  return items === undefined ? undefined : 'array'
}

function objectOf({ properties }: Schema, material: Material, place: Place): object {
  const members = Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>)
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      valueOf(member, material, { ...place, path: [...place.path, name] }),
    ]),
  )
}

function arrayOf(schema: Schema, material: Material, place: Place): unknown[] {
  const items = (schema['items'] ?? { type: 'string' }) as Schema
  const name = place.path.at(-1) ?? ''
  const isTags = /hash.?tag|^tags$/i.test(name) && typeOf(items) === 'string'
  const count = countOf(schema, isTags ? material.brief.hashtags : wantedOf(items))
  if (isTags) {
    const mark = /(?<!without (?:the |a )?[`"']?)#\w/i.test(
      JSON.stringify(items['description'] ?? items['pattern'] ?? ''),
    )
      ? '#'
      : ''
    return hashtagsFor(material.brief, place.path.join('.'), count).map((tag) => `${mark}${tag}`)
  }
  return Array.from({ length: count }, (_, index) =>
    valueOf(items, material, { ...place, index, path: [...place.path, String(index)] }),
  )
}

/** Three of a kind; where each stands for a platform, one for each. */
function wantedOf(items: Schema): number {
  const members = Object.values((items['properties'] ?? {}) as Readonly<Record<string, Schema>>)
  const platforms = members.find((member) => Array.isArray(member['enum']))?.['enum'] as
    | unknown[]
    | undefined
  return platforms?.length ?? 3
}

function countOf({ minItems, maxItems }: Schema, wanted: number): number {
  const least = typeof minItems === 'number' ? minItems : 0
  const most = typeof maxItems === 'number' ? maxItems : Infinity
  return Math.min(most, Math.max(least, wanted))
}

/** One that the prompt names, else each in turn. */
function ofEnum(values: readonly unknown[], { request }: Brief, { index }: Place): unknown {
  const named = values.find(
    (value) =>
      typeof value === 'string' &&
      index === 0 &&
      request.toLowerCase().includes(value.toLowerCase()),
  )
  return named ?? values[index % values.length]
}

function numberOf({ minimum, maximum }: Schema): number {
  if (typeof minimum === 'number') return minimum
  return typeof maximum === 'number' ? Math.min(1, maximum) : 1
}

function referred(reference: string, root: Schema): Schema {
  let found: unknown = root
  for (const step of reference.replace(/^#\/?/, '').split('/')) {
    found = step === '' ? found : (found as Schema | undefined)?.[step]
  }
  if (typeof found === 'object' && found !== null) return found as Schema
  throw badRequest(`Invalid schema for response_format: nothing is at ${reference}.`)
}
