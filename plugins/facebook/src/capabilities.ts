import type { Capabilities } from '@t21/plugin-kit'
import { metricsPerCall, photoLimit, textLimit, videoLimit } from './limits.ts'
import { options } from './options.ts'

/** What Facebook accepts of any Page. Reels and stories are narrower: see `validate`. */
export const capabilities: Capabilities = {
  formats: ['text', 'link', 'image', 'images', 'gif', 'video', 'reel', 'story'],
  text: { maxLength: textLimit, unit: 'utf16' },
  media: {
    image: {
      max: photoLimit.max,
      maxBytes: photoLimit.maxBytes,
      mimeTypes: photoLimit.mimeTypes,
    },
    gif: { max: photoLimit.max, maxBytes: photoLimit.maxBytes, mimeTypes: ['image/gif'] },
    video: {
      max: 1,
      maxBytes: videoLimit.maxBytes,
      mimeTypes: videoLimit.mimeTypes,
      maxDurationMs: videoLimit.maxSeconds * 1000,
    },
    mixed: false,
    required: false,
  },
  // Facebook names no limit; this is that of Instagram, whose pictures show the same texts.
  altText: { maxLength: 1000 },
  firstComment: true,
  options,
  remove: true,
  metrics: {
    perCall: metricsPerCall,
    values: ['impressions', 'reach', 'likes', 'comments', 'shares', 'clicks', 'videoViews'],
  },
  // Photos, videos, reels and stories are asked for by ids known before the call, and a second use of a staged photo is
  // refused. Texts are searched for, and `find` never calls them absent, so nothing is sent twice by itself.
  readBack: { by: 'handle', quietSeconds: 600, visibilityLagSeconds: 60, retryWhenAbsent: true },
}
