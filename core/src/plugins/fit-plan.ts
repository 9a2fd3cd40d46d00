import type { MediaFacts, PictureFit } from '@t21/plugin-kit'

/** What is done with a picture whose shape a network does not take: borders around it, or its edges cut off. */
export const fitModes = ['pad', 'crop'] as const

/** See {@link fitModes}. */
export type FitMode = (typeof fitModes)[number]

/** What T21 does to a picture for a network. */
export type FitChange = 'converted' | 'compressed' | 'scaled' | 'padded' | 'cropped'

/** How a picture is made to fit. */
export interface FitPlan {
  readonly mimeType: string
  readonly width: number
  readonly height: number
  readonly mode: FitMode
  readonly maxBytes: number
  /** What a person should know, in the order in which it is done. */
  readonly changes: readonly FitChange[]
}

/** Types that T21 can make. */
const makeable = ['image/jpeg', 'image/png', 'image/webp']

/**
 * What has to be done so that a picture is what a network demands; `null` where nothing has to be, or nothing can
 * be: moving pictures, videos and documents, pictures of unknown size. Pure.
 */
export function planFit(facts: MediaFacts, fit: PictureFit | null, mode: FitMode): FitPlan | null {
  const { width, height } = facts
  if (fit === null || facts.kind !== 'image') return null
  if (width === undefined || height === undefined || facts.durationMs !== undefined) return null
  const mimeType = fit.mimeTypes.includes(facts.mimeType)
    ? facts.mimeType
    : fit.mimeTypes.find((type) => makeable.includes(type))
  if (mimeType === undefined) return null

  const shaped = shape(width, height, fit.ratio, mode)
  const scaled = keepRatio(scale(shaped.width, shaped.height, fit), fit)
  const changes: FitChange[] = []
  if (shaped.width !== width || shaped.height !== height) {
    changes.push(mode === 'pad' ? 'padded' : 'cropped')
  }
  if (scaled.width < shaped.width || scaled.height < shaped.height) changes.push('scaled')
  if (mimeType !== facts.mimeType) changes.push('converted')
  if (facts.size > fit.maxBytes) changes.push('compressed')
  return changes.length === 0
    ? null
    : { ...scaled, mimeType, mode, maxBytes: fit.maxBytes, changes }
}

/** A picture's facts once a plan is carried out; its size is known only then, and is at most the limit. */
export function plannedFacts<Facts extends MediaFacts>(facts: Facts, plan: FitPlan): Facts {
  const { mimeType, width, height, maxBytes } = plan
  return { ...facts, mimeType, width, height, size: Math.min(facts.size, maxBytes) }
}

interface Size {
  readonly width: number
  readonly height: number
}

function shape(width: number, height: number, ratio: PictureFit['ratio'], mode: FitMode): Size {
  if (ratio === undefined) return { width, height }
  if (width / height > ratio.max) {
    return mode === 'pad'
      ? { width, height: Math.ceil(width / ratio.max) }
      : { width: Math.max(1, Math.floor(height * ratio.max)), height }
  }
  if (width / height < ratio.min) {
    return mode === 'pad'
      ? { width: Math.ceil(height * ratio.min), height }
      : { width, height: Math.max(1, Math.floor(width / ratio.min)) }
  }
  return { width, height }
}

function scale(width: number, height: number, fit: PictureFit): Size {
  const factor = Math.min(
    1,
    (fit.maxWidth ?? Infinity) / width,
    (fit.maxHeight ?? Infinity) / height,
    Math.sqrt((fit.maxPixels ?? Infinity) / (width * height)),
  )
  if (factor === 1) return { width, height }
  return {
    width: Math.max(1, Math.floor(width * factor)),
    height: Math.max(1, Math.floor(height * factor)),
  }
}

/** Whole pixels can leave a ratio by a hair: the side that is too long loses it. */
function keepRatio({ width, height }: Size, { ratio }: PictureFit): Size {
  if (ratio === undefined) return { width, height }
  if (width / height > ratio.max)
    return { width: Math.max(1, Math.floor(height * ratio.max)), height }
  if (width / height < ratio.min)
    return { width, height: Math.max(1, Math.floor(width / ratio.min)) }
  return { width, height }
}
