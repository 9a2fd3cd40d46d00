import { randomBytes } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A new id as Stripe makes them: `cus_` and letters and digits. */
export function newId(prefix: string, length = 24): string {
  const chosen = [...randomBytes(length)].map((byte) => letters[byte % letters.length])
  return `${prefix}_${chosen.join('')}`
}
