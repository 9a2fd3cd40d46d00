import { mp4Box } from '@t21/plugin-kit/sandbox/testing'

export { gif, png } from '@t21/plugin-kit/sandbox/testing'

/** The head of an MP4 that says how long it is; it has no pictures. */
export function mp4(milliseconds: number): Buffer {
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(milliseconds, 16)
  return Buffer.concat([
    mp4Box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
    mp4Box('mdat', Buffer.alloc(64)),
    mp4Box('moov', mp4Box('mvhd', header)),
  ])
}
