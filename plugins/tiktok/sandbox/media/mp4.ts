/** What the boxes of an MP4 or MOV tell of its picture track. */
export interface VideoFacts {
  readonly seconds: number
  readonly width: number
  readonly height: number
  /** `avc1`, `hvc1` … */
  readonly codec: string
  /** `undefined` where the samples are in fragments. */
  readonly framesPerSecond: number | undefined
}

/** Reads the movie header and the first picture track. @returns `undefined` where there is none */
export function readMp4(bytes: Buffer): VideoFacts | undefined {
  try {
    return read(bytes)
  } catch (error) {
    // A box that ends too early: the file is broken.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function read(bytes: Buffer): VideoFacts | undefined {
  const movie = child(bytes, 'moov')
  const header = child(movie, 'mvhd')
  if (movie === undefined || header === undefined) return undefined
  const length = durationOf(header)
  for (const track of children(movie, 'trak')) {
    const media = child(track, 'mdia')
    const handler = child(media, 'hdlr')?.toString('latin1', 8, 12)
    const samples = child(child(media, 'minf'), 'stbl')
    const entry = child(samples, 'stsd')?.subarray(8)
    const scale = child(media, 'mdhd')
    if (handler !== 'vide' || entry === undefined || scale === undefined) continue
    return {
      seconds: length.duration / length.timescale,
      codec: entry.toString('latin1', 4, 8),
      width: entry.readUInt16BE(32),
      height: entry.readUInt16BE(34),
      framesPerSecond: frameRate(child(samples, 'stts'), durationOf(scale).timescale),
    }
  }
  return undefined
}

/** `mvhd` and `mdhd` begin alike. */
function durationOf(header: Buffer): { readonly timescale: number; readonly duration: number } {
  const wide = header.readUInt8(0) === 1
  return {
    timescale: Math.max(1, header.readUInt32BE(wide ? 20 : 12)),
    duration: wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16),
  }
}

/** The mean over all samples. */
function frameRate(times: Buffer | undefined, timescale: number): number | undefined {
  if (times === undefined) return undefined
  let frames = 0
  let ticks = 0
  const entries = times.readUInt32BE(4)
  for (let entry = 0; entry < entries; entry += 1) {
    const count = times.readUInt32BE(8 + entry * 8)
    frames += count
    ticks += count * times.readUInt32BE(12 + entry * 8)
  }
  return ticks === 0 ? undefined : (frames * timescale) / ticks
}

function child(parent: Buffer | undefined, name: string): Buffer | undefined {
  return parent === undefined ? undefined : children(parent, name).next().value
}

/** The contents of all boxes of a name, one level down. */
function* children(parent: Buffer, name: string): Generator<Buffer, undefined> {
  let at = 0
  while (at + 8 <= parent.length) {
    const short = parent.readUInt32BE(at)
    const head = short === 1 ? 16 : 8
    const size = short === 1 ? Number(parent.readBigUInt64BE(at + 8)) : short
    // Nought means "to the end"; anything below the head is broken.
    if (size !== 0 && size < head) return undefined
    const end = size === 0 ? parent.length : at + size
    if (parent.toString('latin1', at + 4, at + 8) === name) yield parent.subarray(at + head, end)
    at = end
  }
  return undefined
}
