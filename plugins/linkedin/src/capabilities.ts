import type { Capabilities } from '@t21/plugin-kit'
import {
  altTextLimit,
  documentLimit,
  imageLimit,
  metricsBatch,
  textLimit,
  videoLimit,
} from './limits.ts'
import { options } from './options.ts'

/** What LinkedIn accepts. Its self-serve accounts have no first comment, no numbers and no reading back. */
export const capabilities: Capabilities = {
  formats: ['text', 'image', 'images', 'gif', 'video', 'document', 'article', 'poll'],
  text: { maxLength: textLimit, unit: 'utf16' },
  media: {
    image: {
      max: imageLimit.max,
      maxBytes: imageLimit.maxBytes,
      mimeTypes: imageLimit.mimeTypes,
    },
    gif: { max: imageLimit.max, maxBytes: imageLimit.maxBytes, mimeTypes: ['image/gif'] },
    video: {
      max: videoLimit.max,
      maxBytes: videoLimit.maxBytes,
      mimeTypes: videoLimit.mimeTypes,
      minDurationMs: videoLimit.minSeconds * 1000,
      maxDurationMs: videoLimit.maxSeconds * 1000,
    },
    document: {
      max: documentLimit.max,
      maxBytes: documentLimit.maxBytes,
      mimeTypes: documentLimit.mimeTypes,
    },
    mixed: false,
    required: false,
  },
  altText: { maxLength: altTextLimit },
  firstComment: true,
  options,
  remove: true,
  metrics: {
    perCall: metricsBatch,
    values: ['impressions', 'reach', 'likes', 'comments', 'shares', 'clicks'],
  },
  // LinkedIn gives no handle before the call and no idempotency key, so an absence is never proof enough to send again
  // by itself; most members cannot be read at all, and `find` says so.
  readBack: { by: 'search', quietSeconds: 600, visibilityLagSeconds: 30, retryWhenAbsent: false },
}
