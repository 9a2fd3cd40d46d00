/** Pictures by the first bytes; an animated GIF is one of them. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const
/** Films. MP4 and QuickTime share a container and are not told apart. */
export const videoTypes = ['video/mp4', 'video/quicktime', 'video/webm'] as const

const signatures: readonly { type: string; at: number; bytes: Buffer }[] = [
  { type: 'image/jpeg', at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', at: 0, bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  { type: 'image/gif', at: 0, bytes: Buffer.from('GIF8') },
  { type: 'image/webp', at: 8, bytes: Buffer.from('WEBP') },
  { type: 'video/mp4', at: 4, bytes: Buffer.from('ftyp') },
  { type: 'video/webm', at: 0, bytes: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]) },
]

/** Whether bytes are what a media type says, and one that Mastodon takes. */
export function isOfType(bytes: Buffer, mediaType: string): boolean {
  const wanted = mediaType === 'video/quicktime' ? 'video/mp4' : mediaType
  return signatures.some(
    ({ type, at, bytes: start }) =>
      type === wanted && bytes.subarray(at, at + start.length).equals(start),
  )
}
