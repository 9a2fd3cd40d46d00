import type { Capabilities } from '@t21/plugin-kit'
import {
  altTextLimit,
  captionLimit,
  carouselLimit,
  imageLimit,
  metricsPerCall,
  videoLimit,
  videoLimits,
} from './limits.ts'
import { options } from './options.ts'

/** What Instagram accepts of any professional account. */
export const capabilities: Capabilities = {
  formats: ['image', 'carousel', 'reel', 'story'],
  text: { maxLength: captionLimit.maxLength, unit: 'utf16' },
  media: {
    image: {
      max: carouselLimit.max,
      maxBytes: imageLimit.maxBytes,
      mimeTypes: imageLimit.mimeTypes,
    },
    video: {
      max: carouselLimit.max,
      maxBytes: videoLimits.reel.maxBytes,
      mimeTypes: videoLimit.mimeTypes,
      minDurationMs: videoLimits.reel.minSeconds * 1000,
      maxDurationMs: videoLimits.reel.maxSeconds * 1000,
    },
    mixed: true,
    required: true,
  },
  altText: { maxLength: altTextLimit },
  firstComment: true,
  options,
  // By Facebook Login only: the others are told to delete in the app.
  remove: true,
  metrics: {
    perCall: metricsPerCall,
    values: [
      'impressions',
      'reach',
      'likes',
      'comments',
      'shares',
      'clicks',
      'saves',
      'videoViews',
      'engagements',
    ],
  },
  // The container is known before the call and tells whether it was published. Its word may lag, and whether Instagram
  // refuses a second use is unconfirmed: hence a minute, twice asked (instagram.md 5).
  readBack: { by: 'handle', quietSeconds: 60, visibilityLagSeconds: 30, retryWhenAbsent: true },
}
