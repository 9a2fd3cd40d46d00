import { randomBytes } from 'node:crypto'

/** @returns a new key, `<organization id>/<random>`; nothing that a user gave is in it */
export function newStorageKey(organizationId: string): string {
  return `${organizationId}/${randomBytes(18).toString('base64url')}`
}
