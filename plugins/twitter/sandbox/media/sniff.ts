/** A media type by its first bytes; MP4 and QuickTime share a container and are not told apart. */
export type SniffedType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/webp'
  | 'video/mp4'
  | 'video/webm'
  | 'video/mp2t'
  | 'text/vtt'

interface Signature {
  readonly type: SniffedType
  readonly at: number
  readonly bytes: Buffer
}

const signatures: readonly Signature[] = [
  { type: 'image/jpeg', at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', at: 0, bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  { type: 'image/gif', at: 0, bytes: Buffer.from('GIF8') },
  { type: 'image/webp', at: 8, bytes: Buffer.from('WEBP') },
  { type: 'video/mp4', at: 4, bytes: Buffer.from('ftyp') },
  { type: 'video/webm', at: 0, bytes: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]) },
  { type: 'text/vtt', at: 0, bytes: Buffer.from('WEBVTT') },
  { type: 'video/mp2t', at: 0, bytes: Buffer.from([0x47]) },
]

/** What the bytes are, or `undefined` for something X does not take. */
export function sniff(bytes: Buffer): SniffedType | undefined {
  return signatures.find(({ at, bytes: wanted }) =>
    bytes.subarray(at, at + wanted.length).equals(wanted),
  )?.type
}

/** True when bytes are what `mediaType` says. Plain subtitles (SRT) have no signature. */
export function isOfType(bytes: Buffer, mediaType: string): boolean {
  if (mediaType === 'text/srt') return sniff(bytes) === undefined
  const same: Readonly<Record<string, SniffedType>> = {
    'image/pjpeg': 'image/jpeg',
    'video/quicktime': 'video/mp4',
  }
  return sniff(bytes) === (same[mediaType] ?? mediaType)
}
