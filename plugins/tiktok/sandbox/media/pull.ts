import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidParams, Refusal } from '../api/errors.ts'

/**
 * Whether an address lies in a domain or below a prefix that the developer has verified (tiktok.md 2.4).
 * Here this machine counts as verified, unless host or path say `unverified`; everywhere else does not.
 *
 * @throws Refusal 400 or 403
 */
export function requireOwnership(address: string): void {
  const url = URL.parse(address)
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    throw invalidParams(`source_info: "${address.slice(0, 200)}" is not an address.`)
  }
  const { hostname, pathname } = url
  const loopback =
    /^(127(\.\d{1,3}){3}|\[::1\])$/.test(hostname) || /(^|\.)localhost$/.test(hostname)
  if (loopback && !`${hostname}${pathname}`.includes('unverified')) return
  const message = 'Please verify the ownership of the URL prefix or domain in the developer portal.'
  throw new Refusal(403, 'url_ownership_unverified', message)
}

/** Fetches a file, once and without following redirects. @returns `undefined` where it does not come */
export async function pull(context: EmulatorContext, url: string): Promise<Buffer | undefined> {
  const { status, bytes } = await context.fetch(url)
  return status === 200 && bytes.length > 0 ? bytes : undefined
}
