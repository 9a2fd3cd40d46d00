import type { Checkpoint, PublishPart } from '@t21/plugin-kit'
import { readyUrns } from './checkpoint.ts'
import { fullText, optionsOf } from './content.ts'
import type { ReadPost } from './schemas.ts'
import { unescapeText, withoutMentionSyntax } from './text.ts'

/**
 * The match rule of linkedin.md 5: the same text after un-escaping, and the same content. The URNs of the media are the
 * very ones that were sent, so they tell equal pictures of two posts apart.
 */
export function isSamePost(part: PublishPart, post: ReadPost, checkpoint: Checkpoint): boolean {
  if (post.lifecycleState === 'DRAFT') return false
  const options = optionsOf(part)
  if (comparable(unescapeText(post.commentary ?? '')) !== comparable(fullText(part, options))) {
    return false
  }
  const { article, poll } = options
  const content = post.content
  if ((content?.article?.source ?? null) !== (article?.url ?? null)) return false
  if ((content?.poll?.question ?? null) !== (poll?.question ?? null)) return false
  if (article) return true
  const urns = content?.multiImage?.images.map(({ id }) => id) ?? [content?.media?.id]
  const sent = readyUrns(part, checkpoint) ?? []
  return urns.filter((urn) => urn !== undefined).join() === sent.join()
}

/** A text in which two of them can be compared: LinkedIn turns mentions of unknown names into plain text. */
export function comparable(text: string): string {
  return withoutMentionSyntax(text).replace(/\s+/gu, ' ').trim().normalize('NFC')
}
