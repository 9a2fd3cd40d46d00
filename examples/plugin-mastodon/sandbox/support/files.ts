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

/** The head of an MP4 that says how long it is; it has no pictures. */
export function mp4(milliseconds: number): Buffer {
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(milliseconds, 16)
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
    box('mdat', Buffer.alloc(64)),
    box('moov', box('mvhd', header)),
  ])
}

function box(name: string, content: Buffer): Buffer {
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
