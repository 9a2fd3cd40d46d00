import fc, { type Arbitrary } from 'fast-check'
import type { Case } from './case.ts'
import { contracts, type Contract } from './contract.ts'
import { hostileTexts } from './hostile.ts'
import { mutated, oddBodies } from './mutations.ts'
import { drawn, likely } from './right-cases.ts'
import { foreignSlot } from './slots.ts'

/** The shares of the kinds of cases. */
const shares = { likely: 6, drawn: 3, body: 7, query: 4, path: 2, headers: 2, who: 2, method: 1 }

/** Requests of an operation: right ones, and ones with something wrong. */
export function casesOf(contract: Contract): Arbitrary<Case> {
  const right = likely(contract)
  const kinds: Partial<Record<keyof typeof shares, Arbitrary<Case>>> = {
    likely: right,
    drawn: drawn(contract),
    headers: withHeader(right),
    method: withOtherMethod(contract, right),
    ...(contract.method !== 'GET' && { body: withBody(contract, right) }),
    ...(contract.path.includes('{') && { path: withPath(contract, right) }),
    query: withQuery(contract, right),
    who: withWho(contract, right),
  }
  return fc.oneof(
    ...Object.entries(kinds).map(([name, arbitrary]) => ({
      weight: shares[name as keyof typeof shares],
      arbitrary,
    })),
  )
}

function withBody(contract: Contract, right: Arbitrary<Case>): Arbitrary<Case> {
  const odd = fc
    .tuple(right, oddBodies(contract))
    .map(([base, { kind, body, rule }]) => ({ ...base, kind, body, ...(rule && { rule }) }))
  if (contract.body?.mediaType !== 'application/json') return odd
  const bases = fc.oneof(right, drawn(contract))
  const changed = fc.tuple(bases, mutated()).map(([base, mutation]): Case => {
    const { kind, value } = mutation(
      base.body !== undefined && 'json' in base.body ? base.body.json : {},
    )
    return { ...base, kind, body: { json: value } }
  })
  return fc.oneof({ weight: 4, arbitrary: changed }, { weight: 1, arbitrary: odd })
}

function withQuery(contract: Contract, right: Arbitrary<Case>): Arbitrary<Case> {
  const names = contract.parameters.filter((each) => each.in === 'query').map(({ name }) => name)
  const name = fc.constantFrom(
    ...names,
    ...(names.length === 0 ? ['unknown'] : ['limit', 'unknown']),
  )
  return fc
    .tuple(right, name, hostileTexts, fc.constantFrom('replace', 'repeat', 'drop'))
    .map(([base, changed, text, way]): Case => {
      const others = base.query.filter(([each]) => way === 'repeat' || each !== changed)
      return {
        ...base,
        kind: `query ${changed}: ${way}`,
        query: way === 'drop' ? others : [...others, [changed, text]],
        ...(!names.includes(changed) && { rule: 'odd' as const }),
      }
    })
}

function withPath(contract: Contract, right: Arbitrary<Case>): Arbitrary<Case> {
  const names = contract.parameters.filter((each) => each.in === 'path').map(({ name }) => name)
  const texts = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('foreign') },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 3, arbitrary: hostileTexts },
  )
  return fc.tuple(right, fc.constantFrom(...names), texts).map(([base, name, text]): Case => ({
    ...base,
    kind: `path ${name}`,
    inPath: { ...base.inPath, [name]: text === 'foreign' ? foreignSlot(`{${name}}`) : text },
    // An empty text, or two dots, is another address.
    ...(/^(?:\.{0,2}|.{150,})$/su.test(text) && { rule: 'elsewhere' as const }),
  }))
}

const headerNames = [
  'if-match',
  'idempotency-key',
  'accept',
  'last-event-id',
  'range',
  'if-none-match',
  'accept-language',
  'content-type',
  'x-forwarded-for',
  'origin',
  'cookie',
]

function withHeader(right: Arbitrary<Case>): Arbitrary<Case> {
  const values = fc.oneof(
    fc.constantFrom('"1"', 'W/"1"', '"999999999"', '"0"', '*', 'text/csv', 'text/html', 'bytes=0-'),
    fc.constantFrom('bytes=5-1,9-', 'x'.repeat(9_000), '\u00ff\u00fe', '=;,"', '', 'null', '-1'),
  )
  return (
    fc
      .tuple(right, fc.constantFrom(...headerNames), values)
      // Its own content type belongs to the bodies.
      .filter(([base, name]) => name !== 'content-type' || base.body === undefined)
      .map(([base, name, value]) => ({
        ...base,
        kind: `header ${name}`,
        headers: { ...base.headers, [name]: value },
        ...(name !== 'if-match' && name !== 'idempotency-key' && { rule: 'odd' as const }),
      }))
  )
}

function withWho(contract: Contract, right: Arbitrary<Case>): Arbitrary<Case> {
  const whos = ['nobody', 'forger', 'viewer', 'stranger'] as const
  return fc.tuple(right, fc.constantFrom(...whos)).map(([base, who]): Case => {
    const unknown = (who === 'nobody' || who === 'forger') && !contract.isPublic
    return { ...base, kind: `asked by ${who}`, who, ...(unknown && { rule: 'unauthorized' }) }
  })
}

function withOtherMethod(contract: Contract, right: Arbitrary<Case>): Arbitrary<Case> {
  const taken = contracts
    .filter(({ path }) => overlaps(path, contract.path))
    .map(({ method }) => method)
  const free = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !taken.includes(method))
  if (free.length === 0) return right
  return fc
    .tuple(right, fc.constantFrom(...free))
    .map(([base, method]) => ({ ...base, kind: `method ${method}`, method, rule: 'no method' }))
}

/** `/media/{id}` takes `/media/tags` too. */
function overlaps(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')]
  if (left.length !== right.length) return false
  return left.every((part, index) => {
    const counterpart = right[index] ?? ''
    return part === counterpart || part.startsWith('{') || counterpart.startsWith('{')
  })
}
