import type { MediaFacts } from '@t21/plugin-kit'
import type { Media, StoredFacts } from './media.model.ts'

/** What the facts of a medium are taken from. */
export type MeasuredMedia = Pick<
  Media,
  'id' | 'kind' | 'mimeType' | 'size' | 'width' | 'height' | 'durationMs' | 'alt'
> & { readonly facts: StoredFacts | null }

/** Names of codecs that MediaInfo writes otherwise than the field does. */
const codecNames: Readonly<Record<string, string>> = {
  avc: 'h264',
  'mpeg-4 visual': 'mpeg4',
  'mpeg audio': 'mp3',
}

/**
 * A medium as connectors see it before its bytes are needed.
 *
 * @param altText the alternative text of this use, in place of the library's
 */
export function mediaFactsOf(media: MeasuredMedia, altText?: string | null): MediaFacts {
  const { id, kind, mimeType, size, width, height, durationMs } = media
  const alt = altText ?? media.alt
  const { videoCodec, audioCodec, frameRate, pages } = media.facts ?? {}
  return {
    id,
    kind,
    mimeType,
    size,
    ...(width === null ? {} : { width }),
    ...(height === null ? {} : { height }),
    ...(durationMs === null ? {} : { durationMs }),
    ...(alt === null ? {} : { altText: alt }),
    ...(videoCodec === undefined ? {} : { videoCodec: codecOf(videoCodec) }),
    ...(audioCodec === undefined ? {} : { audioCodec: codecOf(audioCodec) }),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(pages === undefined ? {} : { pages }),
  }
}

function codecOf(name: string): string {
  const lower = name.toLowerCase()
  return codecNames[lower] ?? lower
}
