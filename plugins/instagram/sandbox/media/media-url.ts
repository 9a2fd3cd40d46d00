import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { isAllowedByRobots } from './robots.ts'

/**
 * The bytes behind an address that a client offers, as Meta's crawler gets them: plain ASCII, no
 * credentials, no redirect, and nothing that `robots.txt` keeps from it (instagram.md 2.2).
 *
 * @returns `undefined` where the crawler fails
 */
export async function fetchMedia(
  context: EmulatorContext,
  address: string,
): Promise<Buffer | undefined> {
  const url = crawlable(address)
  if (url === undefined || !(await isAllowedByRobots(context, url))) return undefined
  const file = await context.fetch(url.href)
  return file.status === 200 && file.bytes.length > 0 ? file.bytes : undefined
}

function crawlable(address: string): URL | undefined {
  // The sheet's "US-ASCII": an address with other characters has to be percent-encoded by the client.
  if (!/^[\x21-\x7e]+$/.test(address)) return undefined
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  return url.username === '' && url.password === '' ? url : undefined
}
