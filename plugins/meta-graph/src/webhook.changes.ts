import type { WebhookRequest } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'

/** One change that a webhook tells of. */
export interface MetaChange {
  /** `page`, `instagram`. */
  readonly object: string
  /** The id of the Page or account. */
  readonly accountId: string
  readonly at: Date | undefined
  /** `feed`, `comments`. */
  readonly field: string
  readonly value: Readonly<Record<string, unknown>>
}

const Entry = Type.Object({
  id: Type.Union([Type.String(), Type.Integer()]),
  time: Type.Optional(Type.Number()),
  changes: Type.Optional(Type.Array(Type.Unknown())),
})
const Delivery = Type.Object({ object: Type.String(), entry: Type.Array(Type.Unknown()) })
const Change = Type.Object({
  field: Type.String(),
  value: Type.Record(Type.String(), Type.Unknown()),
})

/**
 * The changes of a delivery, in both shapes: with `changes`, and with `field` and `value` in the entry itself
 * (instagram.md 7). What cannot be understood is left out.
 */
export function changesOf(request: WebhookRequest): readonly MetaChange[] {
  const delivery = read(Delivery, parse(request.rawBody))
  if (!delivery) return []
  return delivery.entry.flatMap((each) => {
    const entry = read(Entry, each)
    if (!entry) return []
    return (entry.changes ?? [each]).flatMap((change) => {
      const known = read(Change, change)
      if (!known) return []
      const { object } = delivery
      const { field, value } = known
      return [{ object, accountId: String(entry.id), at: dateOf(entry.time), field, value }]
    })
  })
}

// Seconds or milliseconds: facebook.md 7.
function dateOf(time: number | undefined): Date | undefined {
  if (time === undefined || !Number.isFinite(time)) return undefined
  const date = new Date(time > 100_000_000_000 ? time : time * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return null
  }
}
