import { createHash, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

const prefix = 't21_live_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 43 digits of base62 are 256 random bits. */
const randomLength = 43
const checksumLength = 6
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${randomLength}}_[0-9A-Za-z]{${checksumLength}}$`)

/** A new key: `t21_live_<random>_<checksum>`, GitHub's form (reliability.md 3). It is stored nowhere. */
export function makeApiKey(): string {
  const random = Array.from({ length: randomLength }, () => digits[randomInt(digits.length)])
  const body = `${prefix}${random.join('')}`
  return `${body}_${checksumOf(body)}`
}

/** Whether a bearer token is meant as a key. */
export function looksLikeApiKey(token: string): boolean {
  return token.startsWith(prefix)
}

/** Whether a key may exist: one with a mistyped or cut character never does, and nobody has to look for it. */
export function isWholeApiKey(key: string): boolean {
  if (!shape.test(key)) return false
  const end = key.length - checksumLength - 1
  return key.slice(end + 1) === checksumOf(key.slice(0, end))
}

/** What is stored of a key: SHA-256, which suffices for 256 random bits (ASVS 6.5.2). */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** What is shown of a key later on, so that its owner knows which one it is. */
export function hintOf(key: string): { readonly prefix: string; readonly lastFour: string } {
  return { prefix: key.slice(0, prefix.length + 4), lastFour: key.slice(-4) }
}

function checksumOf(body: string): string {
  let rest = crc32(body)
  let checksum = ''
  while (checksum.length < checksumLength) {
    checksum = `${digits[rest % digits.length]}${checksum}`
    rest = Math.floor(rest / digits.length)
  }
  return checksum
}
