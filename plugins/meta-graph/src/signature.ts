import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 in hexadecimal digits. */
export function hmacHex(secret: string, message: Uint8Array | string): string {
  return createHmac('sha256', secret).update(message).digest('hex')
}

/** HMAC-SHA256 as Meta writes it in a `signed_request`. */
export function hmacBase64Url(secret: string, message: string): string {
  return createHmac('sha256', secret).update(message).digest('base64url')
}

/** Compares two texts in a time that tells nothing about where they differ. */
export function equalInConstantTime(one: string, other: string): boolean {
  // Of equal length whatever was sent.
  const key = 'compare'
  return timingSafeEqual(Buffer.from(hmacHex(key, one)), Buffer.from(hmacHex(key, other)))
}
