import { mp4Box } from '@t21/plugin-kit/sandbox/testing'

export { jpeg, png } from '@t21/plugin-kit/sandbox/testing'

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
    mp4Box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
    mp4Box('moov', Buffer.concat([mp4Box('mvhd', movie), mp4Box('trak', mp4Box('tkhd', track))])),
  ]
  const size = Buffer.concat(boxes).length + 8
  return Buffer.concat([
    ...boxes,
    mp4Box('mdat', Buffer.alloc(Math.max(64, (film.bytes ?? 0) - size))),
  ])
}
