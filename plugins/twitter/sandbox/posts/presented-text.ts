import { createHash } from 'node:crypto'
import twitterText from 'twitter-text'
import type { PostLink, PresentedText } from './post.ts'
import { beginningOf } from './text.ts'

/** What X makes of a text: `presented` for everyone, `note` for readers of the whole of a long one. */
export function presentText(
  text: string,
  about: {
    readonly postId: string
    /** Longer than everybody may write: only its beginning is shown. */
    readonly long: boolean
    readonly username: string
    /** Of the post's media; empty where it has none. */
    readonly mediaKeys: readonly string[]
    readonly mediaKind: 'photo' | 'video' | undefined
  },
): { readonly presented: PresentedText; readonly note: PresentedText | null } {
  const words = text.normalize('NFC').trim()
  const short = (position: number) => shortLink(about.postId, position)
  const appended = mediaLink(about, short)
  if (!about.long) {
    return { presented: append(replaceLinks(words, short), appended), note: null }
  }
  const whole = replaceLinks(words, short)
  const beginning = replaceLinks(beginningOf(words), short)
  const onward: PostLink = {
    url: short(0),
    expandedUrl: `https://x.com/i/web/status/${about.postId}`,
    displayUrl: `x.com/i/web/status/…`,
  }
  return {
    presented: {
      text: `${beginning.text}… ${onward.url}`,
      links: [...beginning.links, onward],
    },
    note: append(whole, appended),
  }
}

/** Escapes as X does, which leaves quotes alone (twitter.md 5). */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function replaceLinks(text: string, short: (position: number) => string): PresentedText {
  const links: PostLink[] = []
  let result = ''
  let from = 0
  for (const { url, indices } of twitterText.extractUrlsWithIndices(text)) {
    // X puts http:// before a bare domain in `expanded_url`.
    const expandedUrl = /^https?:\/\//i.test(url) ? url : `http://${url}`
    const link = { url: short(links.length + 1), expandedUrl, displayUrl: displayForm(url) }
    links.push(link)
    result += escapeText(text.slice(from, indices[0])) + link.url
    from = indices[1]
  }
  return { text: result + escapeText(text.slice(from)), links }
}

function append(presented: PresentedText, links: readonly PostLink[]): PresentedText {
  const [first] = links
  if (first === undefined) return presented
  const separator = presented.text === '' ? '' : ' '
  return {
    text: `${presented.text}${separator}${first.url}`,
    links: [...presented.links, ...links],
  }
}

/** One link in the text, told once per picture in the entities. */
function mediaLink(
  about: Parameters<typeof presentText>[1],
  short: (position: number) => string,
): readonly PostLink[] {
  if (about.mediaKind === undefined) return []
  const url = short(99)
  const expandedUrl = `https://x.com/${about.username}/status/${about.postId}/${about.mediaKind}/1`
  const displayUrl = `pic.x.com/${url.slice(-10)}`
  return about.mediaKeys.map((mediaKey) => ({ url, expandedUrl, displayUrl, mediaKey }))
}

function shortLink(postId: string, position: number): string {
  const digest = createHash('sha256').update(`${postId}/${position}`).digest('base64')
  return `https://t.co/${digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 10)}`
}

function displayForm(url: string): string {
  const bare = url.replace(/^https?:\/\/(www\.)?/i, '')
  return bare.length > 26 ? `${bare.slice(0, 26)}…` : bare
}
