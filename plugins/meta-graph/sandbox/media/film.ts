import { sniff, type SniffedType } from './sniff.ts'

/** What can be told of a video from its boxes (ISO 14496-12). */
export interface Film {
  readonly type: SniffedType
  /** Of the movie header; nothing where there is none that can be read. */
  readonly milliseconds: number | undefined
  /** Pixels as shown, of the first track that has a picture. */
  readonly width: number | undefined
  readonly height: number | undefined
}

/** Length and size of an MP4 or MOV; `undefined` for something else. */
export function readFilm(bytes: Buffer): Film | undefined {
  const type = sniff(bytes)
  if (type === undefined || !type.startsWith('video/')) return undefined
  const movie = boxesIn(bytes).find(({ name }) => name === 'moov')?.content
  if (movie === undefined) {
    return { type, milliseconds: undefined, width: undefined, height: undefined }
  }
  const boxes = boxesIn(movie)
  const header = boxes.find(({ name }) => name === 'mvhd')?.content
  const frame = boxes
    .filter(({ name }) => name === 'trak')
    .map(({ content }) => frameOf(content))
    .find((found) => found !== undefined)
  return {
    type,
    milliseconds: header === undefined ? undefined : lengthOf(header),
    width: frame?.width,
    height: frame?.height,
  }
}

function lengthOf(header: Buffer): number | undefined {
  const wide = header[0] === 1
  if (header.length < (wide ? 32 : 20)) return undefined
  const timescale = header.readUInt32BE(wide ? 20 : 12)
  const duration = wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  return timescale === 0 ? undefined : Math.round((duration * 1000) / timescale)
}

/** The size of a track in whole pixels; sound has none. */
function frameOf(track: Buffer): { width: number; height: number } | undefined {
  const header = boxesIn(track).find(({ name }) => name === 'tkhd')?.content
  const at = header?.[0] === 1 ? 88 : 76
  if (header === undefined || header.length < at + 8) return undefined
  const width = header.readUInt32BE(at) >>> 16
  const height = header.readUInt32BE(at + 4) >>> 16
  return width === 0 || height === 0 ? undefined : { width, height }
}

/** The boxes that stand side by side in a file or in a box. */
export function boxesIn(
  bytes: Buffer,
): readonly { readonly name: string; readonly content: Buffer }[] {
  const boxes: { name: string; content: Buffer }[] = []
  let at = 0
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at)
    const wide = short === 1 && at + 16 <= bytes.length
    const head = wide ? 16 : 8
    const size = wide ? Number(bytes.readBigUInt64BE(at + 8)) : short
    // Nought means "to the end"; anything below the head is broken.
    if (size !== 0 && size < head) return boxes
    const end = size === 0 ? bytes.length : at + size
    boxes.push({
      name: bytes.toString('latin1', at + 4, at + 8),
      content: bytes.subarray(at + head, end),
    })
    at = end
  }
  return boxes
}
