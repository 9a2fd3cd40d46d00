import type { PublishPart } from '@t21/plugin-kit'
import type { PagePost } from './schemas.ts'

/** How a post of the Page compares with the part: the same, perhaps the same, or another one. */
export type Match = 'same' | 'perhaps' | 'other'

/** Facebook trims texts and has line feeds only. */
export function comparableText(text: string | undefined): string {
  return (text ?? '').normalize('NFC').replaceAll('\r\n', '\n').trim()
}

/**
 * The rule of facebook.md 5: photos by the ids that were staged, texts by their words. `perhaps` for a link without
 * words, and for photos whose ids Facebook does not show.
 *
 * @param mediaIds as staged for the part; empty for a text
 */
export function compare(
  part: Pick<PublishPart, 'text' | 'options'>,
  mediaIds: readonly string[],
  post: PagePost,
): Match {
  const attached = attachmentsOf(post)
  const sameWords = comparableText(post.message) === comparableText(part.text)
  if (mediaIds.length > 0) {
    if (attached.ids.some((id) => mediaIds.includes(id))) return 'same'
    return sameWords && attached.isAlbum && !attached.showsPhotos ? 'perhaps' : 'other'
  }
  if (!sameWords || attached.isMedia) return 'other'
  const hasLink = part.options['link'] !== undefined
  if (part.text.trim() === '') return hasLink && attached.isLink ? 'perhaps' : 'other'
  return 'same'
}

function attachmentsOf(post: PagePost) {
  const attachments = post.attachments?.data ?? []
  const types = attachments.map(({ media_type: type }) => type?.toLowerCase() ?? '')
  const below = attachments.flatMap(({ subattachments }) => subattachments?.data ?? [])
  const targets = [...attachments, ...below].flatMap(({ target }) => target?.id ?? [])
  return {
    ids: targets.map(String),
    isAlbum: types.includes('album'),
    showsPhotos: below.length > 0,
    isMedia: types.some((type) => ['photo', 'album', 'video'].includes(type)),
    isLink: types.some((type) => ['link', 'share'].includes(type)),
  }
}
