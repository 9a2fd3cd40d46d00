import type { DraftPart, PictureFit } from '@t21/plugin-kit'
import { imageLimit } from './limits.ts'

const picture: PictureFit = { mimeTypes: imageLimit.mimeTypes, maxBytes: imageLimit.maxBytes }

/**
 * What the pictures of a part have to be: twitter.md 3. X names no largest size in pixels and takes any ratio. Animated
 * pictures stay as they are: making one smaller would take its frames apart.
 */
export function fit(part: DraftPart): readonly (PictureFit | null)[] {
  return part.media.map(({ kind }) => (kind === 'image' ? picture : null))
}
