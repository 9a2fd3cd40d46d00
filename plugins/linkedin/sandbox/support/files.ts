import { mp4 as film } from '@t21/plugin-kit/sandbox/testing'

export { gif, png } from '@t21/plugin-kit/sandbox/testing'

/** An MP4 of the least size that LinkedIn takes, and a little more. */
export function mp4(milliseconds: number, bytes = 80_000): Buffer {
  return film(milliseconds, { bytes })
}

/** A PDF with this many empty pages, good enough to be counted. */
export function pdf(pages: number): Buffer {
  const objects = Array.from({ length: pages }, (_, n) => `${n + 3} 0 obj<</Type /Page>>endobj\n`)
  return Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Pages/Count ${pages}>>endobj\n${objects.join('')}`)
}
