import type { DraftPart, MediaFacts } from '@t21/plugin-kit'

/** What becomes of a post on Instagram. */
export type Form = 'image' | 'carousel' | 'reel' | 'story'

/**
 * The form of a post: the one that was asked for, else by its media. A video alone is a reel, as Instagram has it
 * since 2023-07-01; two files and more are a carousel.
 */
export function formOf(part: Pick<DraftPart, 'media' | 'options'>): Form {
  const { format } = part.options
  if (format === 'story' || format === 'reel') return format
  if (part.media.length > 1) return 'carousel'
  return part.media[0]?.kind === 'video' ? 'reel' : 'image'
}

/** The picture of a reel is its cover. */
export function isCover(part: Pick<DraftPart, 'media' | 'options'>, file: MediaFacts): boolean {
  return formOf(part) === 'reel' && file.kind === 'image'
}

/** Where Instagram lists it: `media_product_type`. */
export function productOf(form: Form): 'FEED' | 'REELS' | 'STORY' {
  if (form === 'story') return 'STORY'
  return form === 'reel' ? 'REELS' : 'FEED'
}
