import { digestOf } from '../api/ids.ts'
import type { TimeRange } from './time-intervals.ts'

const day = 24 * 60 * 60 * 1000
const epoch = Date.UTC(2024, 0, 1)

/** How many follow, and looked at the page, up to a moment. */
export interface Audience {
  readonly followers: number
  readonly pageViews: number
}

/** The audience of an organization or member. It follows from the id and the time alone, and never shrinks. */
export function audienceOf(id: string, now: number): Audience {
  const chance = digestOf(`audience:${id}`)
  const days = Math.max(0, now - epoch) / day
  return {
    followers: 50 + (chance.readUInt16BE(0) % 4000) + Math.floor(days * (chance.readUInt8(2) / 64)),
    pageViews: Math.floor(days * (1 + chance.readUInt8(3) / 8)),
  }
}

/** What it won in a stretch of time, as far as that has passed. */
export function gainBetween(id: string, { start, end }: TimeRange, now: number): Audience {
  const before = audienceOf(id, Math.min(start, now))
  const after = audienceOf(id, Math.min(end, now))
  return {
    followers: after.followers - before.followers,
    pageViews: after.pageViews - before.pageViews,
  }
}
