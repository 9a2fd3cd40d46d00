import fc, { type Arbitrary } from 'fast-check'
import type { Json } from '../api-document/document.ts'
import { isIdName } from '../api-document/operations.ts'
import type { Case, CaseBody } from './case.ts'
import type { Contract, Parameter } from './contract.ts'
import { formBody, tableBody } from './other-bodies.ts'
import { idSlot } from './slots.ts'
import { objectOf, valueOf } from './values.ts'

/** The document's example with own ids, and one or two of the other fields: it should get through. */
export function likely(contract: Contract): Arbitrary<Case> {
  const { body } = contract
  const bodies = body === undefined ? fc.constant(undefined) : likelyBody(body)
  return fc
    .tuple(queryOf(contract, 1), bodies)
    .map(([query, made]) => ({ ...plain(contract), query, body: made }))
}

function likelyBody({
  schema,
  example,
  mediaType,
}: NonNullable<Contract['body']>): Arbitrary<CaseBody | undefined> {
  if (mediaType === 'multipart/form-data') return formBody(schema)
  if (mediaType === 'text/csv') return tableBody()
  if (mediaType !== 'application/json') {
    return fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => ({
      bytes: Buffer.from(bytes),
      type: mediaType === '*/*' ? 'application/octet-stream' : mediaType,
    }))
  }
  const properties = (schema['properties'] ?? {}) as Record<string, Json>
  const base = exampleWithSlots((example ?? {}) as Json, properties)
  const others = Object.entries(properties)
    .filter(([name]) => !(name in base))
    .map(([name, part]) => [name, valueOf(part, name)] as const)
  if (others.length === 0) return fc.constant({ json: base })
  const added = fc
    .subarray(others, { maxLength: Math.min(2, others.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen)))
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({ json: base }) },
    added.map((more) => ({ json: { ...base, ...more } })),
  )
}

/** Ids become own ones, and what says something of the present is taken from it. */
function exampleWithSlots(example: Json, properties: Readonly<Record<string, Json>>): Json {
  const owned = Object.entries(example)
    .filter(([name]) => name !== 'imageUrls' && name !== 'videoUrl')
    .map(([name, value]) => [name, slotFor(name, value)])
  return {
    ...Object.fromEntries(owned),
    ...('organizationId' in properties && { organizationId: idSlot('organizationId') }),
  }
}

function slotFor(name: string, value: unknown): unknown {
  if (name === 'version') return '⟦version⟧'
  if (typeof value === 'string' && /^(?:email|newEmail)$/.test(name)) return '⟦unique⟧@example.com'
  // The same text within a day is a duplicate; the same name is not.
  if (name === 'content' && typeof value === 'string') return `${value} ⟦unique⟧`
  if (Array.isArray(value)) {
    return value.map((item) => (isIdName(name) ? idSlot(name) : slotFor('', item)))
  }
  if (typeof value === 'object' && value !== null) return exampleWithSlots(value as Json, {})
  return isIdName(name) && typeof value === 'string' ? idSlot(name) : value
}

/** Whatever the schemas take. */
export function drawn(contract: Contract): Arbitrary<Case> {
  return fc
    .tuple(queryOf(contract, 0.5), drawnBody(contract))
    .map(([query, body]) => ({ ...plain(contract), kind: 'drawn', query, body }))
}

function drawnBody({ body }: Contract): Arbitrary<CaseBody | undefined> {
  if (body === undefined) return fc.constant(undefined)
  if (body.mediaType !== 'application/json') return likelyBody(body)
  return objectOf(body.schema).map((json) => ({ json }))
}

function plain(contract: Contract): Case {
  const inPath = contract.parameters.filter((parameter) => parameter.in === 'path')
  return {
    kind: 'likely',
    who: 'owner',
    method: contract.method,
    path: contract.path,
    inPath: Object.fromEntries(inPath.map(({ name }) => [name, idSlot(`{${name}}`)])),
    query: [],
    headers: {},
    body: undefined,
  }
}

/** Parameters of the query; those that may be left out come with a probability. */
function queryOf(contract: Contract, sparse: number): Arbitrary<Case['query']> {
  const parts = contract.parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => {
      const texts = valueOf(parameter.schema, parameter.name).map((value) =>
        inQuery(parameter, value),
      )
      const rarely = fc.integer({ min: 0, max: 3 }).map((roll) => roll > sparse * 2)
      return fc
        .tuple(texts, isNeeded(parameter, sparse) ? fc.constant(true) : rarely)
        .map(([value, there]) => (there ? value : []))
    })
  return fc.tuple(...parts).map((all) => all.flat())
}

/** People of a world have no personal organization, which would be the default. */
function isNeeded({ required, name }: Parameter, sparse: number): boolean {
  return required || (sparse === 1 && name === 'organizationId')
}

function inQuery({ name }: Parameter, value: unknown): (readonly [string, string])[] {
  if (value === undefined) return []
  return [value].flat().map((each) => [name, `${each as string}`] as const)
}
