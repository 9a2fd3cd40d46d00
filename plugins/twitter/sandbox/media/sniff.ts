import { sniffer } from '@t21/plugin-kit/sandbox'

/** What the bytes are, or `undefined` for something X does not take. MP4 and QuickTime are not told apart. */
export const sniff = sniffer([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/webm',
  'video/mp2t',
  'text/vtt',
])

/** True when bytes are what `mediaType` says. Plain subtitles (SRT) have no signature. */
export function isOfType(bytes: Buffer, mediaType: string): boolean {
  if (mediaType === 'text/srt') return sniff(bytes) === undefined
  const same: Readonly<Record<string, string>> = {
    'image/pjpeg': 'image/jpeg',
    'video/quicktime': 'video/mp4',
  }
  return sniff(bytes) === (same[mediaType] ?? mediaType)
}
