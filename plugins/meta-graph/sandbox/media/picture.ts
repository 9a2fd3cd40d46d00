import { imageSize } from 'image-size'
import { sniff, type SniffedType } from './sniff.ts'

/** What can be told of a picture from its bytes. */
export interface Picture {
  readonly type: SniffedType
  /** Pixels, as a person sees it. */
  readonly width: number
  readonly height: number
}

/** Type and size of a picture; `undefined` for something that is none or is broken. */
export function readPicture(bytes: Buffer): Picture | undefined {
  const type = sniff(bytes)
  if (type === undefined || !type.startsWith('image/')) return undefined
  try {
    const { width, height, orientation = 1 } = imageSize(bytes)
    // From 5 on the picture lies on its side (EXIF).
    return orientation >= 5 ? { type, width: height, height: width } : { type, width, height }
  } catch {
    return undefined
  }
}
