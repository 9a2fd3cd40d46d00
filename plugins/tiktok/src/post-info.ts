import type { PublishPart } from '@t21/plugin-kit'
import type { ApiName } from './api.ts'
import { chunkBytes } from './limits.ts'
import type { Plan } from './plan.ts'

type Body = Readonly<Record<string, unknown>>

/** How a video is cut: pieces of 10 MB, of which the last one takes the rest; a small one is whole (tiktok.md 2.3). */
export function chunksOf(size: number): { readonly chunkSize: number; readonly count: number } {
  const count = Math.max(Math.floor(size / chunkBytes), 1)
  return { chunkSize: count === 1 ? size : chunkBytes, count }
}

/** The part of the API that begins a post of this kind. */
export function initName({ media, mode }: Plan): ApiName {
  if (media === 'photo') return 'contentInit'
  return mode === 'inbox' ? 'inboxVideoInit' : 'videoInit'
}

/** The body that announces a video whose bytes T21 sends. */
export function uploadBody(part: PublishPart, plan: Plan): Body {
  const size = part.media[0]?.size ?? 0
  const { chunkSize, count } = chunksOf(size)
  return {
    ...videoInfo(part, plan),
    source_info: {
      source: 'FILE_UPLOAD',
      video_size: size,
      chunk_size: chunkSize,
      total_chunk_count: count,
    },
  }
}

/** The body that lets TikTok fetch a video or photos. @param addresses in the order of the media */
export function pullBody(part: PublishPart, plan: Plan, addresses: readonly string[]): Body {
  if (plan.media === 'video') {
    return {
      ...videoInfo(part, plan),
      source_info: { source: 'PULL_FROM_URL', video_url: addresses[0] },
    }
  }
  return {
    media_type: 'PHOTO',
    post_mode: plan.mode === 'direct' ? 'DIRECT_POST' : 'MEDIA_UPLOAD',
    post_info: photoInfo(part, plan),
    source_info: {
      source: 'PULL_FROM_URL',
      photo_images: addresses,
      photo_cover_index: plan.options.coverIndex ?? 0,
    },
  }
}

// In the inbox a video has no caption and no settings: its owner makes them in the app.
function videoInfo(part: PublishPart, { mode, options, privacyLevel }: Plan): Body {
  if (mode === 'inbox') return {}
  return {
    post_info: {
      title: part.text,
      privacy_level: privacyLevel,
      disable_duet: options.allowDuet !== true,
      disable_stitch: options.allowStitch !== true,
      disable_comment: options.allowComments !== true,
      ...(options.coverTimestampMs !== undefined && {
        video_cover_timestamp_ms: options.coverTimestampMs,
      }),
      brand_content_toggle: options.brandedContent === true,
      brand_organic_toggle: options.ownBrand === true,
      is_aigc: options.madeWithAi === true,
    },
  }
}

function photoInfo(part: PublishPart, { mode, options, privacyLevel }: Plan): Body {
  const words = {
    ...(options.title && { title: options.title }),
    ...(part.text !== '' && { description: part.text }),
  }
  if (mode === 'inbox') return words
  return {
    ...words,
    privacy_level: privacyLevel,
    disable_comment: options.allowComments !== true,
    auto_add_music: options.autoAddMusic === true,
    brand_content_toggle: options.brandedContent === true,
    brand_organic_toggle: options.ownBrand === true,
  }
}
