import { invalidInput } from './errors.ts'

/** A parsed `urn:li:kind:id`. */
export interface Urn {
  readonly kind: string
  readonly id: string
}

/** Parses a URN, or gives `undefined`. */
export function parseUrn(value: string): Urn | undefined {
  const match = /^urn:li:([A-Za-z]+):(.+)$/.exec(value)
  const [, kind, id] = match ?? []
  return kind === undefined || id === undefined ? undefined : { kind, id }
}

/**
 * A URN of one of these kinds in a field or parameter.
 *
 * @throws Refusal 400 INVALID_URN_TYPE, or INVALID_URN_ID where the id cannot be one
 */
export function requireUrn(value: string, field: string, kinds: readonly string[]): Urn {
  const urn = parseUrn(value)
  if (urn === undefined || !kinds.includes(urn.kind)) {
    const wanted = kinds.map((kind) => `urn:li:${kind}`).join(', ')
    throw invalidInput('INVALID_URN_TYPE', field, `"${value}" is not one of ${wanted}`)
  }
  const possible = numbered.includes(urn.kind) ? /^\d{1,19}$/ : /^[A-Za-z0-9_-]{1,200}$/
  if (urn.kind !== 'comment' && !possible.test(urn.id)) {
    throw invalidInput('INVALID_URN_ID', field, `"${value}" has no valid id`)
  }
  return urn
}

const numbered = ['organization', 'share', 'ugcPost', 'activity']
