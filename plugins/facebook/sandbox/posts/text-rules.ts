import { invalidParameter } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Page } from '@t21/meta-graph/sandbox'
import { postLimits } from '../api/limits.ts'
import { numbered, refuseMagicWords } from '../api/refusals.ts'

/**
 * A text as it may be published.
 *
 * @throws GraphRefusal 100 for one that is too long, or what a magic word in it asks for
 */
export function checkedText(name: string, text: string | undefined): string | null {
  if (text === undefined) return null
  if (text.length > postLimits.messageLength) {
    throw invalidParameter(
      `Param ${name} is too long: at most ${postLimits.messageLength} characters`,
    )
  }
  refuseMagicWords(text)
  return text
}

/**
 * A link as it may be shared (facebook.md 4: 1609005, 1609008). The address is not really asked: it is
 * refused where Facebook could never reach it.
 *
 * @throws GraphRefusal 100
 */
export function checkedLink(link: string | undefined): string | null {
  if (link === undefined) return null
  const url = URL.parse(link)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw invalidParameter('Param link must be a valid URL.')
  }
  const host = url.hostname.toLowerCase()
  if (/(^|\.)(facebook\.com|fb\.com|fb\.me)$/.test(host)) throw numbered(1609008)
  const hidden = !host.includes('.') || /\.(invalid|local|localhost)$|^127\./.test(host)
  if (hidden) throw numbered(1609005)
  return link
}

/**
 * Counts a publication of a page.
 *
 * @throws GraphRefusal 368/1390008 for too many in a short time
 */
export function requirePace(context: EmulatorContext, page: Page): void {
  const now = context.now().getTime()
  const { posts, seconds } = postLimits.burst
  const paces = context.store.collection<readonly number[]>('paces')
  const recent = (paces.get(page.id) ?? []).filter((time) => time > now - seconds * 1000)
  if (recent.length >= posts) throw numbered(1390008)
  paces.set(page.id, [...recent, now])
}
