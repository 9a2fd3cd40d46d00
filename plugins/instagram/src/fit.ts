import type { DraftPart, MediaFacts, PictureFit } from '@t21/plugin-kit'
import { formOf, isCover } from './form.ts'
import { imageLimit, uprightRatio } from './limits.ts'

/** Whole pixels rarely give a ratio exactly. */
const tolerance = 0.01

/**
 * What each picture has to be: JPEG, of a shape that Instagram takes. The pictures of a carousel get the shape of its
 * first file, to which Instagram would crop them: instagram.md 3.
 */
export function fit(part: DraftPart): readonly (PictureFit | null)[] {
  const form = formOf(part)
  const first = part.media[0]
  return part.media.map((file, index) => {
    if (file.kind !== 'image') return null
    if (isCover(part, file)) return { ...storyPicture, ratio: about(uprightRatio) }
    if (form === 'story' || form === 'reel') return storyPicture
    const alike = form === 'carousel' && index > 0 && first ? ratioOf(first) : null
    return { ...feedPicture, ...(alike !== null && { ratio: about(alike) }) }
  })
}

const storyPicture: PictureFit = {
  mimeTypes: imageLimit.mimeTypes,
  maxBytes: imageLimit.maxStoryBytes,
  maxWidth: imageLimit.maxWidth,
}

const feedPicture: PictureFit = {
  mimeTypes: imageLimit.mimeTypes,
  maxBytes: imageLimit.maxBytes,
  maxWidth: imageLimit.maxWidth,
  ratio: imageLimit.ratio,
}

// As it will be after it was fitted itself; `null` where it is not known.
function ratioOf({ width, height }: MediaFacts): number | null {
  if (width === undefined || height === undefined || height === 0) return null
  return Math.min(Math.max(width / height, imageLimit.ratio.min), imageLimit.ratio.max)
}

function about(ratio: number): { min: number; max: number } {
  const { min, max } = imageLimit.ratio
  const [low, high] = [ratio * (1 - tolerance), ratio * (1 + tolerance)]
  if (ratio < min) return { min: low, max: high }
  return { min: Math.max(low, min), max: Math.min(high, max) }
}
