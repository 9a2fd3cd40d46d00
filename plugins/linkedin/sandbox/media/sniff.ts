const openXml = 'application/vnd.openxmlformats-officedocument'

interface Signature {
  readonly type: string
  readonly at: number
  readonly bytes: Buffer
}

const signatures: readonly Signature[] = [
  { type: 'image/jpeg', at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', at: 0, bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  { type: 'image/gif', at: 0, bytes: Buffer.from('GIF8') },
  { type: 'video/mp4', at: 4, bytes: Buffer.from('ftyp') },
  { type: 'application/pdf', at: 0, bytes: Buffer.from('%PDF-') },
  // The old Office container holds Word and PowerPoint alike.
  { type: 'application/msword', at: 0, bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
]

/** What the bytes are, or `undefined` for something LinkedIn does not take: a WebP, say, or a QuickTime film. */
export function sniff(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return sniffZip(bytes)
  const found = signatures.find(({ at, bytes: wanted }) =>
    bytes.subarray(at, at + wanted.length).equals(wanted),
  )
  if (found?.type === 'video/mp4' && bytes.toString('latin1', 8, 12) === 'qt  ') return undefined
  return found?.type
}

/** Office files are zips that name their parts. */
function sniffZip(bytes: Buffer): string | undefined {
  if (bytes.includes('word/')) return `${openXml}.wordprocessingml.document`
  return bytes.includes('ppt/') ? `${openXml}.presentationml.presentation` : undefined
}
