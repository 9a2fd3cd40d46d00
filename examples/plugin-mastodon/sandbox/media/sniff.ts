import { sniffer } from '@t21/plugin-kit/sandbox'

/** Pictures by the first bytes; an animated GIF is one of them. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const
/** Films. MP4 and QuickTime share a container and are not told apart. */
export const videoTypes = ['video/mp4', 'video/quicktime', 'video/webm'] as const

const sniff = sniffer([...imageTypes, 'video/mp4', 'video/webm'])

/** Whether bytes are what a media type says, and one that Mastodon takes. */
export function isOfType(bytes: Buffer, mediaType: string): boolean {
  return sniff(bytes) === (mediaType === 'video/quicktime' ? 'video/mp4' : mediaType)
}
