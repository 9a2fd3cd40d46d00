import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs what an address says, so that nobody puts one together; the first part says what the address is of. */
export function signatureOf(secret: string, parts: readonly (string | number)[]): string {
  return createHmac('sha256', secret).update(parts.join('|')).digest('base64url')
}

/** Whether two texts are the same; takes the same time for every wrong one of the right length. */
export function isSameSecret(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
