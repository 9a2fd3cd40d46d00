import { inflateSync } from 'node:zlib'
import { frequent, type Colour } from './colour-names.ts'

/** Bytes of a pixel by the colour type, for 8 bits a channel. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Larger ones are not unpacked. */
const largest = 64 * 1024 * 1024

/** The most frequent colours of a PNG of 8 bits a channel that is not interlaced; none of any other. */
export function pngColours(bytes: Buffer): readonly Colour[] {
  const width = bytes.readUInt32BE(16)
  const [depth, colourType = 0, , , interlaced] = bytes.subarray(24, 29)
  const size = channels[colourType]
  if (depth !== 8 || interlaced !== 0 || size === undefined) return []
  const { data, palette } = chunksOf(bytes)
  const rows = unpacked(data)
  return rows === undefined
    ? []
    : frequent(sampled(rows, width, size, colourAt(colourType, palette)))
}

function chunksOf(bytes: Buffer): { readonly data: Buffer; readonly palette: Buffer } {
  const data: Buffer[] = []
  let palette: Buffer = Buffer.alloc(0)
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const content = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at))
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (name === 'IDAT') data.push(content)
    if (name === 'PLTE') palette = content
  }
  return { data: Buffer.concat(data), palette }
}

function unpacked(data: Buffer): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength: largest })
  } catch {
    return undefined
  }
}

type ReadColour = (row: Buffer, at: number) => Colour

function colourAt(colourType: number, palette: Buffer): ReadColour {
  if (colourType === 3) {
    return (row, at) => {
      const entry = (row[at] ?? 0) * 3
      return [palette[entry] ?? 0, palette[entry + 1] ?? 0, palette[entry + 2] ?? 0]
    }
  }
  if (colourType === 0 || colourType === 4) {
    return (row, at) => [row[at] ?? 0, row[at] ?? 0, row[at] ?? 0]
  }
  return (row, at) => [row[at] ?? 0, row[at + 1] ?? 0, row[at + 2] ?? 0]
}

/** Some thirty pixels of every row. Each row was filtered by the one above it (PNG, 9.2), so that all have to be read. */
function* sampled(rows: Buffer, width: number, size: number, read: ReadColour): Generator<Colour> {
  const length = width * size
  const step = Math.max(1, Math.floor(width / 30)) * size
  let above: Buffer = Buffer.alloc(length)
  for (let at = 0; at + length < rows.length; at += length + 1) {
    const row = Buffer.from(rows.subarray(at + 1, at + 1 + length))
    unfilter(rows[at] ?? 0, row, above, size)
    for (let pixel = 0; pixel < length; pixel += step) yield read(row, pixel)
    above = row
  }
}

function unfilter(filter: number, row: Buffer, above: Buffer, size: number): void {
  if (filter === 0) return
  for (let index = 0; index < row.length; index += 1) {
    const left = index < size ? 0 : (row[index - size] ?? 0)
    const up = above[index] ?? 0
    const corner = index < size ? 0 : (above[index - size] ?? 0)
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
    row[index] = ((row[index] ?? 0) + guess) & 255
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value))
  if ((byLeft ?? 0) <= (byUp ?? 0) && (byLeft ?? 0) <= (byCorner ?? 0)) return left
  return (byUp ?? 0) <= (byCorner ?? 0) ? up : corner
}
