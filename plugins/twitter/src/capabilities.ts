import type { Capabilities } from '@t21/plugin-kit'
import {
  altTextLimit,
  gifLimit,
  imageLimit,
  metricsBatch,
  textLimit,
  threadLimit,
  videoLimit,
} from './limits.ts'
import { options } from './options.ts'

/** What X accepts of any account. A Premium account's facts widen the text and the video. */
export const capabilities: Capabilities = {
  formats: ['text', 'link', 'image', 'images', 'gif', 'video', 'poll', 'thread'],
  text: { maxLength: textLimit.standard, unit: 'weighted' },
  media: {
    image: {
      max: imageLimit.max,
      maxBytes: imageLimit.maxBytes,
      mimeTypes: imageLimit.mimeTypes,
    },
    gif: { max: gifLimit.max, maxBytes: gifLimit.maxBytes, mimeTypes: gifLimit.mimeTypes },
    video: {
      max: videoLimit.max,
      maxBytes: videoLimit.maxBytes,
      mimeTypes: videoLimit.mimeTypes,
      minDurationMs: videoLimit.minSeconds * 1000,
      maxDurationMs: videoLimit.maxSeconds.standard * 1000,
    },
    mixed: false,
    required: false,
  },
  altText: { maxLength: altTextLimit },
  thread: { maxParts: threadLimit },
  firstComment: true,
  options,
  remove: true,
  metrics: {
    perCall: metricsBatch,
    values: [
      'impressions',
      'likes',
      'comments',
      'shares',
      'clicks',
      'saves',
      'videoViews',
      'engagements',
    ],
  },
  // X gives no handle before the call and no idempotency key, so an absence is never proof enough
  // to send again by itself: reliability.md "Decided".
  readBack: { by: 'search', quietSeconds: 600, visibilityLagSeconds: 30, retryWhenAbsent: false },
}
