import type { DraftPart, PictureFit } from '@t21/plugin-kit'
import { photoLimit } from './limits.ts'

/** Pictures as Facebook takes them: JPEG, PNG or GIF of at most 10 MB; any shape. Animations and videos stay as they are. */
export function fit(part: DraftPart): readonly (PictureFit | null)[] {
  const { mimeTypes, maxBytes } = photoLimit
  return part.media.map(({ kind }) => (kind === 'image' ? { mimeTypes, maxBytes } : null))
}
