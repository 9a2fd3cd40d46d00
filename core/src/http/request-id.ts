import { randomFillSync } from 'node:crypto'

const length = 12
const pool = Buffer.alloc(length * 512)
let next = pool.length

/**
 * Names a request, for the answer, the log and the support. Never taken from the caller. Random bytes are
 * fetched for many at once: one call each would be the dearest part of an id.
 */
export function makeRequestId(): string {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const id = pool.toString('base64url', next, next + length)
  next += length
  return `req_${id}`
}
