import type { DraftPart } from '@t21/plugin-kit'

/** The forms that a part can take on Facebook; each is published in a way of its own: facebook.md 2. */
export type Form = 'text' | 'photos' | 'video' | 'reel' | 'photo_story' | 'video_story' | 'comment'

/** What a part becomes, by its kind, its format and its media. */
export function formOf(part: Pick<DraftPart, 'kind' | 'options' | 'media'>): Form {
  if (part.kind !== 'post') return 'comment'
  const hasVideo = part.media.some((file) => file.kind === 'video')
  switch (part.options['format']) {
    case 'reel':
      return 'reel'
    case 'story':
      return hasVideo ? 'video_story' : 'photo_story'
    default:
      if (hasVideo) return 'video'
      return part.media.length > 0 ? 'photos' : 'text'
  }
}

/** True where the irreversible call names something that was made before it, and so can be asked after. */
export function hasHandle(form: Form): boolean {
  return form !== 'text' && form !== 'comment'
}
