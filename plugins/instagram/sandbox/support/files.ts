import { jpeg, mp4Box } from '@t21/plugin-kit/sandbox/testing'
import type { Lab } from './lab.ts'

export { jpeg, png } from '@t21/plugin-kit/sandbox/testing'

/** Serves a JPEG and gives its address. */
export function servePicture(lab: Lab, name = 'a.jpg', file = jpeg(1080, 1080)): string {
  const url = `https://media.example.com/${name}`
  lab.serve(url, { type: 'image/jpeg', bytes: file })
  return url
}

/** Serves a video and gives its address. */
export function serveVideo(lab: Lab, name = 'a.mp4', file = video()): string {
  const url = `https://media.example.com/${name}`
  lab.serve(url, { type: 'video/mp4', bytes: file })
  return url
}

/** What a made video may differ in from one that Instagram takes. */
export interface VideoOptions {
  readonly seconds?: number
  readonly width?: number
  readonly height?: number
  readonly framesPerSecond?: number
  readonly codec?: string
  readonly audio?: { readonly codec: string; readonly channels: number; readonly hertz: number }
  readonly headerLast?: boolean
  readonly edits?: number
  /** Of the whole file, where more than the boxes need. */
  readonly bytes?: number
}

/** An MP4 whose boxes say everything and whose pictures are missing. */
export function video(options: VideoOptions = {}): Buffer {
  const { seconds = 10, edits = 1, headerLast = false, bytes = 0 } = options
  const movieHeader = Buffer.alloc(100)
  movieHeader.writeUInt32BE(1000, 12)
  movieHeader.writeUInt32BE(seconds * 1000, 16)
  const movie = mp4Box(
    'moov',
    Buffer.concat([
      mp4Box('mvhd', movieHeader),
      pictureTrack(options, seconds, edits),
      soundTrack(options.audio ?? { codec: 'mp4a', channels: 2, hertz: 48_000 }),
    ]),
  )
  const head = mp4Box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1'))
  const size = head.length + movie.length + 8
  const content = mp4Box('mdat', Buffer.alloc(Math.max(64, bytes - size)))
  return Buffer.concat(headerLast ? [head, content, movie] : [head, movie, content])
}

function pictureTrack(options: VideoOptions, seconds: number, edits: number): Buffer {
  const { width = 1080, height = 1920, framesPerSecond = 30, codec = 'avc1' } = options
  const header = Buffer.alloc(84)
  header.writeUInt32BE(width * 65_536, 76)
  header.writeUInt32BE(height * 65_536, 80)
  const list = Buffer.alloc(8 + edits * 12)
  list.writeUInt32BE(edits, 4)
  const times = Buffer.alloc(16)
  times.writeUInt32BE(1, 4)
  times.writeUInt32BE(seconds * framesPerSecond, 8)
  times.writeUInt32BE(90_000 / framesPerSecond, 12)
  const entry = mp4Box(codec, Buffer.alloc(78))
  return mp4Box(
    'trak',
    Buffer.concat([
      mp4Box('tkhd', header),
      mp4Box('edts', mp4Box('elst', list)),
      media('vide', 90_000, Buffer.concat([description(entry), mp4Box('stts', times)])),
    ]),
  )
}

function soundTrack(audio: NonNullable<VideoOptions['audio']>): Buffer {
  const entry = Buffer.alloc(28)
  entry.writeUInt16BE(audio.channels, 16)
  entry.writeUInt32BE(audio.hertz * 65_536, 24)
  const table = description(mp4Box(audio.codec, entry))
  return mp4Box(
    'trak',
    Buffer.concat([mp4Box('tkhd', Buffer.alloc(84)), media('soun', 1000, table)]),
  )
}

function media(handler: string, timescale: number, table: Buffer): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32BE(timescale, 12)
  const kind = Buffer.alloc(24)
  kind.write(handler, 8, 'latin1')
  return mp4Box(
    'mdia',
    Buffer.concat([
      mp4Box('mdhd', header),
      mp4Box('hdlr', kind),
      mp4Box('minf', mp4Box('stbl', table)),
    ]),
  )
}

function description(entry: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(1, 4)
  return mp4Box('stsd', Buffer.concat([head, entry]))
}
