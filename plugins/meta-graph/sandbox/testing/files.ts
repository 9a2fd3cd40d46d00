import { deflateSync } from 'node:zlib'

/** A true PNG of one grey. */
export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height, 0x80)
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** The head of a JPEG that says how large it is, filled up to `bytes`; it has no pixels. */
export function jpeg(width: number, height: number, bytes = 0): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
    frame,
    Buffer.from([0xff, 0xd9]),
  ])
  return bytes <= head.length ? head : Buffer.concat([head, Buffer.alloc(bytes - head.length)])
}

/** The head of an MP4 that says how long and how large it is; it has no pictures. `bytes` fills it up. */
export function mp4(film: {
  readonly milliseconds: number
  readonly width?: number
  readonly height?: number
  readonly bytes?: number
}): Buffer {
  const movie = Buffer.alloc(100)
  movie.writeUInt32BE(1000, 12)
  movie.writeUInt32BE(film.milliseconds, 16)
  const track = Buffer.alloc(84)
  track.writeUInt32BE((film.width ?? 1080) * 65_536, 76)
  track.writeUInt32BE((film.height ?? 1920) * 65_536, 80)
  const boxes = [
    box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
    box('moov', Buffer.concat([box('mvhd', movie), box('trak', box('tkhd', track))])),
  ]
  const size = Buffer.concat(boxes).length + 8
  return Buffer.concat([
    ...boxes,
    box('mdat', Buffer.alloc(Math.max(64, (film.bytes ?? 0) - size))),
  ])
}

/** A box of an MP4. */
export function box(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8, 0)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, content])
}

function pngChunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  // Nobody here checks the sum at the end.
  return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)])
}
