import { createHash } from 'node:crypto'
import type { Account } from './account.ts'

/** How many follow an account: it begins with some and gains about one a day. */
export function followersOf({ id, createdAt }: Account, now: Date): number {
  const chance = createHash('sha256').update(id).digest()
  const days = Math.max(0, (now.getTime() - Date.parse(createdAt)) / (24 * 60 * 60 * 1000))
  return (chance.readUInt16BE(0) % 500) + Math.floor((days * (chance.readUInt8(2) + 1)) / 128)
}
