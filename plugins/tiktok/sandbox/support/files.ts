/** What a made-up video says of itself. */
export interface VideoShape {
  readonly seconds?: number
  readonly width?: number
  readonly height?: number
  readonly framesPerSecond?: number
  readonly codec?: string
  /** The file is filled up to so many bytes. */
  readonly bytes?: number
}

/** An MP4 with the boxes of one picture track, and no pictures. */
export function mp4(shape: VideoShape = {}): Buffer {
  const { seconds = 10, width = 1080, height = 1920, framesPerSecond = 30 } = shape
  const scale = 60_000
  const entry = Buffer.alloc(86)
  entry.writeUInt32BE(entry.length, 0)
  entry.write(shape.codec ?? 'avc1', 4, 'latin1')
  entry.writeUInt16BE(width, 32)
  entry.writeUInt16BE(height, 34)
  const samples = box('stbl', [
    box('stsd', [numbers(0, 1), entry]),
    box('stts', [
      numbers(0, 1, Math.round(seconds * framesPerSecond), Math.round(scale / framesPerSecond)),
    ]),
  ])
  const media = box('mdia', [
    box('mdhd', [numbers(0, 0, 0, scale, Math.round(seconds * scale), 0)]),
    box('hdlr', [numbers(0, 0), Buffer.from('vide'), Buffer.alloc(13)]),
    box('minf', [samples]),
  ])
  const movie = box('moov', [
    box('mvhd', [numbers(0, 0, 0, 1000, Math.round(seconds * 1000)), Buffer.alloc(80)]),
    box('trak', [media]),
  ])
  const start = Buffer.concat([box('ftyp', [Buffer.from('isom\0\0\0\0isom', 'latin1')]), movie])
  const rest = Math.max(16, (shape.bytes ?? 0) - start.length)
  return Buffer.concat([start, box('mdat', [Buffer.alloc(rest - 8)])])
}

/** The head of a JPEG, with as many bytes behind it as wanted. */
export function jpeg(width: number, height: number, bytes = 64): Buffer {
  const frame = Buffer.from([
    0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
  ])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
    frame,
  ])
  return Buffer.concat([head, Buffer.alloc(Math.max(2, bytes - head.length))])
}

/** The head of a WebP (VP8X). */
export function webp(width: number, height: number): Buffer {
  const file = Buffer.alloc(30)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(22, 4)
  file.write('WEBPVP8X', 8, 'latin1')
  file.writeUInt32LE(10, 16)
  file.writeUIntLE(width - 1, 24, 3)
  file.writeUIntLE(height - 1, 27, 3)
  return file
}

/** The head of a PNG, which TikTok does not take. */
export function png(width: number, height: number): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    box('IHDR', [numbers(width, height), Buffer.alloc(9)]),
  ])
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4)
  return bytes
}

function box(name: string, contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8, 0)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, content])
}
