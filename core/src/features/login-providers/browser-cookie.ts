import { randomBytes } from 'node:crypto'
import { baseUrlOf, type ListeningConfig } from '../../base-url.ts'

/** As long as a login may take, and the exchange of its code. */
const seconds = 900
const shape = /^[\w-]{43}$/

/**
 * The secret that says which browser it is, and nothing else. Only this host sets and gets it: the name begins with `__Host-` wherever the
 * API has https, which development has not.
 */
export function browserSecretOf(
  config: ListeningConfig,
  cookies: string | undefined,
): string | undefined {
  const name = nameOf(config)
  for (const pair of (cookies ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=')
    if (key === name && shape.test(value)) return value
  }
  return undefined
}

/** 256 random bits for a browser that has none yet. */
export function makeBrowserSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The header that gives a browser its secret; pages cannot read it, and other sites cannot have it sent but by a link. */
export function browserCookie(config: ListeningConfig, secret: string): string {
  const secure = isSecure(config) ? '; Secure' : ''
  return `${nameOf(config)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
}

function nameOf(config: ListeningConfig): string {
  return isSecure(config) ? '__Host-t21-login' : 't21-login'
}

function isSecure(config: ListeningConfig): boolean {
  return baseUrlOf(config).startsWith('https:')
}
