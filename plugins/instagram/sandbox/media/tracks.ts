import { boxesIn } from '@t21/meta-graph/sandbox'

/** What the boxes of an MP4 or MOV say about its tracks (ISO 14496-12). */
export interface Tracks {
  /** The movie header comes before the bytes that it describes. */
  readonly headerFirst: boolean
  readonly hasEdits: boolean
  /** The first track with a picture. */
  readonly video: { readonly codec: string; readonly framesPerSecond: number } | undefined
  /** The first track with sound. */
  readonly audio:
    | { readonly codec: string; readonly channels: number; readonly hertz: number }
    | undefined
}

/** Reads the tracks of a file that has been sniffed to be an MP4 or MOV. */
export function readTracks(bytes: Buffer): Tracks {
  const boxes = boxesIn(bytes)
  const names = boxes.map(({ name }) => name)
  const movie = boxes.find(({ name }) => name === 'moov')?.content ?? Buffer.alloc(0)
  const tracks = boxesIn(movie).filter(({ name }) => name === 'trak')
  const of = (handler: string) =>
    tracks.map(({ content }) => content).find((track) => handlerOf(track) === handler)
  const video = of('vide')
  const audio = of('soun')
  return {
    headerFirst: names.includes('moov') && names.indexOf('moov') < names.indexOf('mdat'),
    hasEdits: tracks.some(({ content }) => editsOf(content) > 1),
    video: video === undefined ? undefined : videoOf(video),
    audio: audio === undefined ? undefined : audioOf(audio),
  }
}

function handlerOf(track: Buffer): string | undefined {
  return at(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12)
}

/** Entries of the edit list: one only says when the track begins, which every encoder writes. */
function editsOf(track: Buffer): number {
  const list = at(track, 'edts', 'elst')
  return list === undefined || list.length < 8 ? 0 : list.readUInt32BE(4)
}

function videoOf(track: Buffer): Tracks['video'] {
  const codec = entryOf(track)?.toString('latin1', 4, 8)
  const header = at(track, 'mdia', 'mdhd')
  const times = at(track, 'mdia', 'minf', 'stbl', 'stts')
  if (codec === undefined || header === undefined || times === undefined) return undefined
  const wide = header[0] === 1
  const timescale = header.readUInt32BE(wide ? 20 : 12)
  let frames = 0
  let ticks = 0
  for (let index = 8; index + 8 <= times.length; index += 8) {
    const count = times.readUInt32BE(index)
    frames += count
    ticks += count * times.readUInt32BE(index + 4)
  }
  return { codec, framesPerSecond: ticks === 0 ? 0 : (frames * timescale) / ticks }
}

function audioOf(track: Buffer): Tracks['audio'] {
  const entry = entryOf(track)
  if (entry === undefined || entry.length < 36) return undefined
  return {
    codec: entry.toString('latin1', 4, 8),
    channels: entry.readUInt16BE(24),
    // 16.16 fixed point.
    hertz: entry.readUInt32BE(32) >>> 16,
  }
}

/** The first sample entry, with its size and name in front. */
function entryOf(track: Buffer): Buffer | undefined {
  const description = at(track, 'mdia', 'minf', 'stbl', 'stsd')
  return description === undefined || description.length < 16 ? undefined : description.subarray(8)
}

function at(box: Buffer, ...path: readonly string[]): Buffer | undefined {
  let content: Buffer | undefined = box
  for (const step of path) {
    if (content === undefined) return undefined
    content = boxesIn(content).find(({ name }) => name === step)?.content
  }
  return content
}
