import { sniffer } from '@t21/plugin-kit/sandbox'

const openXml = 'application/vnd.openxmlformats-officedocument'

const byFirstBytes = sniffer([
  'image/jpeg',
  'image/png',
  'image/gif',
  'video/quicktime',
  'video/mp4',
  'application/pdf',
  'application/msword',
])

/** What the bytes are, or `undefined` for something LinkedIn does not take: a WebP, say, or a QuickTime film. */
export function sniff(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return sniffZip(bytes)
  const type = byFirstBytes(bytes)
  return type === 'video/quicktime' ? undefined : type
}

/** Office files are zips that name their parts. */
function sniffZip(bytes: Buffer): string | undefined {
  if (bytes.includes('word/')) return `${openXml}.wordprocessingml.document`
  return bytes.includes('ppt/') ? `${openXml}.presentationml.presentation` : undefined
}
