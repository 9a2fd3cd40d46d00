import type { AccountFacts, DraftPart, MediaFacts, PictureFit } from '@t21/plugin-kit'
import { photoLimit } from './limits.ts'

/** What a photo has to be: tiktok.md 3. Videos are taken as they are, or refused. */
export function fit(
  part: DraftPart,
  _account: AccountFacts | null,
): readonly (PictureFit | null)[] {
  return part.media.map((file) => (file.kind === 'image' ? photoFit(file) : null))
}

// The limit is one of the shorter side, whichever that is.
function photoFit({ width, height }: MediaFacts): PictureFit {
  const { mimeTypes, maxBytes, maxShortSide } = photoLimit
  const portrait = width !== undefined && height !== undefined && height > width
  return {
    mimeTypes,
    maxBytes,
    ...(portrait ? { maxWidth: maxShortSide } : { maxHeight: maxShortSide }),
  }
}
