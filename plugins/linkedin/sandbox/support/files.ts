import { mp4Box } from '@t21/plugin-kit/sandbox/testing'

export { gif, png } from '@t21/plugin-kit/sandbox/testing'

/** The head of an MP4 that says how long it is, filled up to `size` bytes; it has no pictures. */
export function mp4(milliseconds: number, size = 80_000): Buffer {
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(milliseconds, 16)
  return Buffer.concat([
    mp4Box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
    mp4Box('mdat', Buffer.alloc(size - 144)),
    mp4Box('moov', mp4Box('mvhd', header)),
  ])
}

/** A PDF with this many empty pages, good enough to be counted. */
export function pdf(pages: number): Buffer {
  const objects = Array.from({ length: pages }, (_, n) => `${n + 3} 0 obj<</Type /Page>>endobj\n`)
  return Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Pages/Count ${pages}>>endobj\n${objects.join('')}`)
}
