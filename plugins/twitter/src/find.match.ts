import type { PublishPart } from '@t21/plugin-kit'
import { returnedText, sentText, type ComparableText } from './find.text.ts'
import { replyTarget } from './reply-target.ts'
import type { TimelinePost } from './schemas.ts'
import { linksIn } from './text.ts'

/** How a post of the timeline compares with the part: the same, perhaps the same, or another one. */
export type Match = 'same' | 'perhaps' | 'other'

/**
 * The match rule of twitter.md 5: same reply target, same quote, same media and poll, same text.
 * `perhaps` where everything fits but a link that X expanded in its own way.
 */
export function compare(part: PublishPart, post: TimelinePost): Match {
  const references = post.referenced_tweets ?? post.referenced_posts ?? []
  const referenced = (type: string) =>
    references.find((reference) => reference.type === type)?.id ?? null
  const quoted = referenced('quoted')
  if (referenced('replied_to') !== replyTarget(part)) return 'other'
  if (!isWantedQuote(part, quoted)) return 'other'
  if ((post.attachments?.media_keys?.length ?? 0) !== part.media.length) return 'other'
  const hasPoll = (post.attachments?.poll_ids?.length ?? 0) > 0
  if (hasPoll !== (part.options['poll'] !== undefined)) return 'other'

  const sent = sentText(part.text)
  const returned = textOf(post, quotedId(part))
  if (returned.exact === sent.exact) return 'same'
  return returned.withoutLinks === sent.withoutLinks ? 'perhaps' : 'other'
}

// A long post has its whole text in the note; `text` ends after 280 characters.
function textOf(post: TimelinePost, quoted: string | null): ComparableText {
  const { text, entities } = post.note_tweet ?? post.note_post ?? post
  const links = [...(entities?.urls ?? []), ...(post.entities?.urls ?? [])]
  return returnedText(text, links, (url) => isMediaLink(url) || isLinkTo(url, quoted))
}

// X also makes a quote of a link to a post in the text.
function isWantedQuote(part: PublishPart, quoted: string | null): boolean {
  if (quoted === quotedId(part)) return true
  return quotedId(part) === null && linksIn(part.text).some((link) => isLinkTo(link.url, quoted))
}

function quotedId(part: PublishPart): string | null {
  const { quotePostId } = part.options
  return typeof quotePostId === 'string' ? quotePostId : null
}

function isMediaLink(url: string): boolean {
  return /^https:\/\/(?:x|twitter)\.com\/[^/]+\/status\/\d+\/(?:photo|video)\/\d+$/.test(url)
}

function isLinkTo(url: string, id: string | null): boolean {
  const [, linked] =
    /^https:\/\/(?:x|twitter)\.com\/[^/]+\/status\/(\d+)(?:[?#].*)?$/.exec(url) ?? []
  return id !== null && linked === id
}
