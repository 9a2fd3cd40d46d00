import type { CountedText, DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { fieldOf, limitIssue, noticed } from '@t21/plugin-kit'
import { textLimit } from './limits.ts'

/** The texts of a post as TikTok counts them: in UTF-16 code units, so that most emoji count 2. */
export function countedTexts(part: DraftPart): CountedText[] {
  const photos = isPhotoPost(part)
  const limit = photos ? textLimit.photo : textLimit.video
  const counted: CountedText[] = [{ field: fieldOf(part, 'text'), length: part.text.length, limit }]
  const title = part.options['title']
  if (photos && typeof title === 'string') {
    const field = fieldOf(part, 'options.title')
    counted.push({ field, length: title.length, limit: textLimit.photoTitle })
  }
  return counted
}

/** What is wrong with the texts of a post: tiktok.md 3. */
export function textIssues(part: DraftPart): ValidationIssue[] {
  const [text, title] = countedTexts(part)
  const issues = text ? tooLong(text, 'text_too_long', 'The text') : []
  if (title) issues.push(...tooLong(title, 'title_too_long', 'The title'))
  const toInbox = part.options['mode'] === 'inbox' && !isPhotoPost(part)
  if (toInbox && part.text.trim() !== '') {
    issues.push(
      noticed(
        'text_lost',
        fieldOf(part, 'text'),
        'TikTok takes no caption for a video that goes to the inbox of its app.',
        'Write the caption in the TikTok app, or publish directly.',
      ),
    )
  }
  return issues
}

/** True for what has pictures; a post without media counts as a video, which has the shorter text. */
export function isPhotoPost(part: Pick<DraftPart, 'media'>): boolean {
  return part.media[0] !== undefined && part.media[0].kind !== 'video'
}

function tooLong(text: CountedText, code: string, what: string): ValidationIssue[] {
  return limitIssue({
    network: 'TikTok',
    code,
    field: text.field,
    what,
    unit: 'characters, as TikTok counts them',
    limit: text.limit,
    actual: text.length,
    remedy: 'Shorten it. Most emoji count 2.',
  })
}
