import type { Picture } from '../chat/pictures.ts'
import { colourName } from './colour-names.ts'
import { gifColours } from './gif-colours.ts'
import { pngColours } from './png-colours.ts'

/** What a model sees in a picture. */
export interface Look {
  /** `an upright picture in navy and gold`. */
  readonly subject: string
  /** A whole sentence, with the size. */
  readonly sentence: string
}

/** Looks at a picture: its size, and, where they can be read without a decoder of photographs, its colours. */
export function lookOf({ type, bytes, width, height }: Picture): Look {
  const colours = coloursOf(type, bytes)
  const names = [...new Set(colours.map(colourName))].slice(0, 3)
  const kind = type === 'image/jpeg' || type === 'image/webp' ? 'photograph' : 'picture'
  const subject = `${shapeOf(width, height)} ${kind}${names.length > 0 ? ` in ${listed(names)}` : ''}`
  const sentence = `${subject.charAt(0).toUpperCase()}${subject.slice(1)}, ${width} by ${height} pixels.`
  return { subject, sentence }
}

/** The most frequent colours first. */
function coloursOf(type: string, bytes: Buffer): readonly (readonly [number, number, number])[] {
  if (type === 'image/png') return pngColours(bytes)
  return type === 'image/gif' ? gifColours(bytes) : []
}

function shapeOf(width: number, height: number): string {
  if (width > height * 1.1) return 'a wide'
  return height > width * 1.1 ? 'an upright' : 'a square'
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
