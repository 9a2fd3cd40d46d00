/** A media type by its first bytes. */
export type SniffedType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/bmp'
  | 'image/tiff'
  | 'image/webp'
  | 'video/mp4'
  | 'video/quicktime'

interface Signature {
  readonly type: SniffedType
  readonly at: number
  readonly bytes: Buffer
}

/** The first that fits counts: QuickTime's brand before all others of the same container. */
const signatures: readonly Signature[] = [
  { type: 'image/jpeg', at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', at: 0, bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  { type: 'image/gif', at: 0, bytes: Buffer.from('GIF8') },
  { type: 'image/bmp', at: 0, bytes: Buffer.from('BM') },
  { type: 'image/tiff', at: 0, bytes: Buffer.from('II*\0', 'latin1') },
  { type: 'image/tiff', at: 0, bytes: Buffer.from('MM\0*', 'latin1') },
  { type: 'image/webp', at: 8, bytes: Buffer.from('WEBP') },
  { type: 'video/quicktime', at: 4, bytes: Buffer.from('ftypqt  ') },
  { type: 'video/mp4', at: 4, bytes: Buffer.from('ftyp') },
]

/** What the bytes are, or `undefined` for something Meta does not take. */
export function sniff(bytes: Buffer): SniffedType | undefined {
  return signatures.find(({ at, bytes: wanted }) =>
    bytes.subarray(at, at + wanted.length).equals(wanted),
  )?.type
}
