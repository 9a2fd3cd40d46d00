import type { Sharp } from 'sharp'
import { inTurn, sharp } from '../decoding.ts'
import type { FitPlan } from '../../../plugins/fit-plan.ts'

/** A picture that fits. */
export interface FittedPicture {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

/** From hardly visible to well visible: the first that is small enough is taken. */
const qualities = [90, 80, 70, 60, 50]

/** How much smaller it is made where even the last quality is too large. */
const step = 0.8
const longestSeconds = 30

/**
 * Carries out a plan. What is padded gets white borders; what is cropped keeps the part that draws the eye.
 *
 * @throws Error where the picture cannot be decoded, or not be made small enough
 */
export async function fitPicture(original: Buffer, plan: FitPlan): Promise<FittedPicture> {
  return inTurn(async () => {
    for (let factor = 1; factor > 0.05; factor *= step) {
      for (const quality of plan.mimeType === 'image/png' ? [100] : qualities) {
        const { data, info } = await encode(shaped(original, plan, factor), plan.mimeType, quality)
          .timeout({ seconds: longestSeconds })
          .toBuffer({ resolveWithObject: true })
        if (data.length <= plan.maxBytes) {
          return { bytes: data, width: info.width, height: info.height }
        }
      }
    }
    throw new Error(`A picture could not be made smaller than ${plan.maxBytes} bytes.`)
  })
}

function shaped(original: Buffer, plan: FitPlan, factor: number): Sharp {
  return sharp(original, { failOn: 'error' }).resize({
    width: Math.max(1, Math.round(plan.width * factor)),
    height: Math.max(1, Math.round(plan.height * factor)),
    ...(plan.mode === 'pad'
      ? { fit: 'contain', background: '#ffffff' }
      : { fit: 'cover', position: sharp.strategy.attention }),
  })
}

function encode(picture: Sharp, mimeType: string, quality: number): Sharp {
  if (mimeType === 'image/png') return picture.png()
  if (mimeType === 'image/webp') return picture.webp({ quality })
  // A JPEG has nothing to see through.
  return picture.flatten({ background: '#ffffff' }).jpeg({ quality, mozjpeg: true })
}
