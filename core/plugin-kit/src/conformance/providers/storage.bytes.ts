import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Storage } from '../../storage.ts'

/** The organization that the checks store for. */
export const organizationId = '01890000-0000-7000-8000-000000000001'

/** A key that nothing is stored under. */
export function newKey(organization = organizationId): string {
  return `${organization}/${randomBytes(18).toString('base64url')}`
}

/** Stores a text under a new key. */
export async function stored(storage: Storage, text: string, key = newKey()): Promise<string> {
  await storage.write(key, Readable.from([Buffer.from(text)]))
  return key
}

/** What stands under a key, or in a range of it. */
export async function textOf(
  storage: Storage,
  key: string,
  start?: number,
  end?: number,
): Promise<string> {
  return (await buffer(await storage.read(key, start, end))).toString()
}
