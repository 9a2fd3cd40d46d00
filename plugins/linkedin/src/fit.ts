import type { DraftPart, PictureFit } from '@t21/plugin-kit'
import { imageLimit } from './limits.ts'

const picture: PictureFit = {
  mimeTypes: imageLimit.mimeTypes,
  maxBytes: imageLimit.maxBytes,
  maxPixels: imageLimit.maxPixels,
}

/** What the pictures of a part have to be: linkedin.md 2.2. Any ratio is taken; animated pictures stay as they are. */
export function fit(part: DraftPart): readonly (PictureFit | null)[] {
  return part.media.map(({ kind }) => (kind === 'image' ? picture : null))
}
