interface Signature {
  readonly type: string
  readonly at: number
  readonly bytes: Buffer
}

/** The first that fits counts: QuickTime's brand before all others of its container, the one byte of MPEG-2 last. */
const signatures = [
  { type: 'image/jpeg', at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', at: 0, bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  { type: 'image/gif', at: 0, bytes: Buffer.from('GIF8') },
  { type: 'image/bmp', at: 0, bytes: Buffer.from('BM') },
  { type: 'image/tiff', at: 0, bytes: Buffer.from('II*\0', 'latin1') },
  { type: 'image/tiff', at: 0, bytes: Buffer.from('MM\0*', 'latin1') },
  { type: 'image/webp', at: 8, bytes: Buffer.from('WEBP') },
  { type: 'video/quicktime', at: 4, bytes: Buffer.from('ftypqt  ') },
  { type: 'video/mp4', at: 4, bytes: Buffer.from('ftyp') },
  { type: 'video/webm', at: 0, bytes: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]) },
  { type: 'text/vtt', at: 0, bytes: Buffer.from('WEBVTT') },
  { type: 'application/pdf', at: 0, bytes: Buffer.from('%PDF-') },
  // The old container of Office holds Word and PowerPoint alike.
  { type: 'application/msword', at: 0, bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
  { type: 'video/mp2t', at: 0, bytes: Buffer.from([0x47]) },
] as const satisfies readonly Signature[]

/** A media type that its first bytes give away. */
export type SniffableType = (typeof signatures)[number]['type']

/**
 * Tells by the first bytes which of these types a file has, `undefined` for any other. Without `video/quicktime` among
 * them its films count as `video/mp4`: both have the same container.
 */
export function sniffer<Type extends SniffableType>(
  types: readonly Type[],
): (bytes: Buffer) => Type | undefined {
  const wanted: readonly Signature[] = signatures
  const known = wanted.filter(({ type }) => (types as readonly string[]).includes(type))
  return (file) =>
    known.find(({ at, bytes }) => file.subarray(at, at + bytes.length).equals(bytes))?.type as
      | Type
      | undefined
}
