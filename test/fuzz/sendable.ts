import { pathId } from '../api-document/operations.ts'
import type { World } from '../api-document/world.ts'
import type { Case } from './case.ts'
import { fill, fillText, type Filling } from './slots.ts'

/** A request as it goes out: every slot of its case is filled. */
export interface Sendable {
  readonly kind: string
  readonly rule: Case['rule']
  readonly method: string
  readonly url: string
  readonly inPath: Readonly<Record<string, string>>
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  /** The body as a value, where it is JSON. */
  readonly json: unknown
  /** The body as bytes, where it is sent as it is. */
  readonly bytes: string | Buffer | undefined
}

/** Fills the slots of a case from two worlds. */
export function sendableOf(
  drawn: Case,
  worlds: { readonly ours: World; readonly theirs: World; readonly version: number },
): Sendable {
  const filling = fillingFor(drawn.path, worlds)
  const inPath = fill(drawn.inPath, filling) as Record<string, string>
  const query = drawn.query.map(([name, value]) => [name, fillText(value, filling)] as const)
  const path = drawn.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(inPath[name] ?? ''))
  const search = query.map((pair) => pair.map(escaped).join('=')).join('&')
  const { body } = drawn
  return {
    kind: drawn.kind,
    rule: drawn.rule,
    method: drawn.method,
    url: search === '' ? path : `${path}?${search}`,
    inPath,
    query,
    headers: {
      ...(fill(drawn.headers, filling) as Record<string, string>),
      ...(body !== undefined &&
        'bytes' in body &&
        body.type !== undefined && { 'content-type': body.type }),
    },
    json: body !== undefined && 'json' in body ? fill(body.json, filling) : undefined,
    bytes: body !== undefined && 'bytes' in body ? fillBytes(body.bytes, filling) : undefined,
  }
}

function fillingFor(
  path: string,
  { ours, theirs, version }: { ours: World; theirs: World; version: number },
): Filling {
  const from =
    ({ ids }: World) =>
    (name: string) =>
      name.startsWith('{') ? pathId(path, name.slice(1, -1), ids) : (ids[name] ?? nothing)
  return { own: from(ours), foreign: from(theirs), version }
}

/** An id that looks like all others, and is of nothing. */
const nothing = '01997c3e-7a10-7c00-8000-00000000ffff'

/**
 * Percent-encoded; half a surrogate pair, which nobody can encode, as what browsers make of it. `.` and `..` cannot stand for
 * themselves in a path, however they are written (RFC 3986, 5.2.4); three dots can.
 */
function escaped(text: string): string {
  return /^\.{1,2}$/.test(text) ? '...' : encodeURIComponent(text.toWellFormed())
}

const [open, close] = ['⟦', '⟧'].map((mark) => Buffer.from(mark).toString('latin1')) as [
  string,
  string,
]

function fillBytes(bytes: string | Buffer, filling: Filling): string | Buffer {
  if (typeof bytes === 'string') return fillText(bytes, filling)
  const text = bytes.toString('latin1')
  if (!text.includes(open)) return bytes
  const marked = text.replaceAll(open, '⟦').replaceAll(close, '⟧')
  return Buffer.from(fillText(marked, filling), 'latin1')
}
