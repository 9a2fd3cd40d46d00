import { randomBytes } from 'node:crypto'

const pattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}\/[A-Za-z0-9_-]{16,64}$/

/** @returns a new key, `<organization id>/<random>`; nothing that a user gave is in it */
export function newStorageKey(organizationId: string): string {
  return `${organizationId}/${randomBytes(18).toString('base64url')}`
}

/** @throws TypeError for anything that {@link newStorageKey} would not make, such as a path */
export function assertStorageKey(key: string): void {
  if (!pattern.test(key)) throw new TypeError('A storage key is `<organization id>/<random>`.')
}
