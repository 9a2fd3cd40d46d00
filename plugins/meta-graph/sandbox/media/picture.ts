import { imageSize } from 'image-size'
import { sniff, type SniffedType } from './sniff.ts'

/** What can be told of a picture from its bytes. */
export interface Picture {
  readonly type: SniffedType
  readonly width: number
  readonly height: number
}

/** Type and size of a picture; `undefined` for something that is none or is broken. */
export function readPicture(bytes: Buffer): Picture | undefined {
  const type = sniff(bytes)
  if (type === undefined || !type.startsWith('image/')) return undefined
  try {
    const { width, height } = imageSize(bytes)
    return { type, width, height }
  } catch {
    return undefined
  }
}
