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

/** A true GIF with this many frames of one pixel. */
export function gif(frames: number, width = 1, height = 1): Buffer {
  const screen = Buffer.from([0, 0, 0, 0, 0x80, 0, 0])
  screen.writeUInt16LE(width, 0)
  screen.writeUInt16LE(height, 2)
  const delay = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0])
  const picture = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0])
  return Buffer.concat([
    Buffer.from('GIF89a'),
    screen,
    Buffer.alloc(6),
    ...Array.from({ length: frames }, () => Buffer.concat([delay, picture])),
    Buffer.from([0x3b]),
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

/** A box of an MP4, to build films from that have no pictures. */
export function mp4Box(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8, 0)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** The head of an MP4 that says how long and how large it is, filled up to `bytes`; it has no pictures. */
export function mp4(
  milliseconds: number,
  film: { readonly width?: number; readonly height?: number; readonly bytes?: number } = {},
): Buffer {
  const { width = 1080, height = 1920, bytes = 0 } = film
  const movie = Buffer.alloc(100)
  movie.writeUInt32BE(1000, 12)
  movie.writeUInt32BE(milliseconds, 16)
  const track = Buffer.alloc(84)
  track.writeUInt32BE(width * 65_536, 76)
  track.writeUInt32BE(height * 65_536, 80)
  const head = Buffer.concat([
    mp4Box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
    mp4Box('moov', Buffer.concat([mp4Box('mvhd', movie), mp4Box('trak', mp4Box('tkhd', track))])),
  ])
  const rest = Math.max(64, bytes - head.length - 8)
  return Buffer.concat([head, mp4Box('mdat', Buffer.alloc(rest))])
}

function pngChunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  // Nobody here checks the sum at the end.
  return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)])
}
