import type { PublishPart } from '@t21/plugin-kit'
import type { StatusAnswer } from './schemas.ts'

/** How a post compares with a part before its text is known. */
export type Match = 'same' | 'text decides' | 'other'

/** Compares the post that it answers, the media, the answers of its poll. */
export function compare(part: PublishPart, mediaIds: readonly string[], post: StatusAnswer): Match {
  if (post.reblog !== null && post.reblog !== undefined) return 'other'
  if ((post.in_reply_to_id ?? null) !== (part.previous?.parentId ?? null)) return 'other'
  const attached = (post.media_attachments ?? []).map(({ id }) => id)
  if (attached.length !== part.media.length) return 'other'
  if (attached.length > 0) {
    return attached.every((id) => mediaIds.includes(id)) ? 'same' : 'other'
  }
  const answers = (post.poll?.options ?? []).map(({ title }) => title.trim())
  return answers.join('\n') === wantedAnswers(part).join('\n') ? 'text decides' : 'other'
}

/** Whether the source of a post is the part's text: Mastodon takes the spaces around it away. */
export function sameText(part: PublishPart, source: string | null): boolean {
  if (source === null) return false
  const wanted = part.text.trim()
  const { contentWarning } = part.options
  // A post with nothing but a content warning becomes one with that text.
  if (wanted === '' && typeof contentWarning === 'string') return source === contentWarning.trim()
  return lines(source) === lines(wanted)
}

function wantedAnswers(part: PublishPart): string[] {
  const { poll } = part.options
  if (typeof poll !== 'object' || poll === null || !('options' in poll)) return []
  return Array.isArray(poll.options) ? poll.options.map((option) => String(option).trim()) : []
}

function lines(text: string): string {
  return text.replaceAll('\r\n', '\n').trim()
}
