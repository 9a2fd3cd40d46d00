import type { Capabilities } from '@t21/plugin-kit'
import { photoLimit, textLimit, videoLimit, videosPerCall } from './limits.ts'
import { options } from './options.ts'

/** What TikTok accepts of any account. The facts of an account may shorten its videos. */
export const capabilities: Capabilities = {
  formats: ['video', 'image', 'images'],
  // Of a video; the text of photos may have 4,000, which `validate` knows.
  text: { maxLength: textLimit.video, unit: 'utf16' },
  media: {
    image: {
      max: photoLimit.max,
      maxBytes: photoLimit.maxBytes,
      mimeTypes: photoLimit.mimeTypes,
    },
    video: {
      max: videoLimit.max,
      maxBytes: videoLimit.maxBytes,
      mimeTypes: videoLimit.storedMimeTypes,
      maxDurationMs: videoLimit.maxSeconds * 1000,
    },
    mixed: false,
    required: true,
  },
  firstComment: false,
  options,
  remove: false,
  metrics: {
    perCall: videosPerCall,
    values: ['impressions', 'likes', 'comments', 'shares', 'videoViews'],
  },
  // The publish id is known before the last byte of an upload, and an upload that is not complete cannot appear. Where it
  // is not known (the answer to an announcement was lost), `find` never says "absent".
  readBack: { by: 'handle', quietSeconds: 60, visibilityLagSeconds: 30, retryWhenAbsent: true },
}
