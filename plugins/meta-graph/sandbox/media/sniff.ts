import { sniffer } from '@t21/plugin-kit/sandbox'

/** What the bytes are, or `undefined` for something Meta does not take. */
export const sniff = sniffer([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/bmp',
  'image/tiff',
  'image/webp',
  'video/mp4',
  'video/quicktime',
])

/** A media type by its first bytes. */
export type SniffedType = NonNullable<ReturnType<typeof sniff>>
