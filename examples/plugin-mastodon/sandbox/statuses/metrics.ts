import { createHash } from 'node:crypto'
import type { StoredStatus } from './status.ts'

const hour = 60 * 60 * 1000

/**
 * A status's numbers at `now` (milliseconds since 1970). They follow from its id and age alone, begin at nought and
 * never fall.
 */
export function metricsOf(
  status: StoredStatus,
  now: number,
): { readonly favourites: number; readonly reblogs: number; readonly voters: number } {
  const chance = createHash('sha256').update(status.id).digest()
  const age = Math.max(0, now - Date.parse(status.createdAt))
  const readers = 40 + (chance.readUInt16BE(0) % 2000)
  const reached = Math.floor(readers * (1 - Math.exp(-age / (8 * hour))))
  const of = (index: number, most: number) =>
    Math.floor(reached * (chance.readUInt8(index) / 255) * most)
  const seen = status.visibility === 'direct' ? 0 : 1
  return { favourites: of(2, 0.08) * seen, reblogs: of(3, 0.03) * seen, voters: of(4, 0.1) * seen }
}

/** The votes for each answer of a status's poll. They stop when it ends. */
export function votesOf(status: StoredStatus, now: number): readonly number[] {
  const { poll } = status
  if (poll === null) return []
  const { voters } = metricsOf(status, Math.min(now, Date.parse(poll.endsAt)))
  const weights = poll.options.map((_, index) => 1 + ((index * 7 + poll.id.length) % 5))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => Math.floor((voters * weight) / sum))
}
