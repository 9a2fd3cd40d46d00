import type { Capabilities } from '@t21/plugin-kit'
import { defaultLimits, metricsBatch, threadLimit } from './limits.ts'
import { options } from './options.ts'

const { maxCharacters, maxMedia, imageBytes, videoBytes, maxDescription } = defaultLimits

/** What an instance with Mastodon's defaults accepts; the facts of an account say more exactly. */
export const capabilities: Capabilities = {
  formats: ['text', 'link', 'image', 'images', 'gif', 'video', 'poll', 'thread'],
  text: { maxLength: maxCharacters, unit: 'weighted' },
  media: {
    image: {
      max: maxMedia,
      maxBytes: imageBytes - 1,
      mimeTypes: ['image/jpeg', 'image/png', 'image/webp'],
    },
    gif: { max: maxMedia, maxBytes: imageBytes - 1, mimeTypes: ['image/gif'] },
    video: { max: 1, maxBytes: videoBytes - 1, mimeTypes: ['video/mp4', 'video/quicktime'] },
    // Pictures and GIFs; a video stands alone.
    mixed: true,
    required: false,
  },
  altText: { maxLength: maxDescription },
  thread: { maxParts: threadLimit },
  firstComment: false,
  options,
  remove: true,
  metrics: { perCall: metricsBatch, values: ['likes', 'comments', 'shares'] },
  // The list of an account's posts comes from the instance's own database, and what is sent once more
  // carries the same key: an instance that had it after all answers with the post that it has.
  readBack: { by: 'search', quietSeconds: 60, visibilityLagSeconds: 30, retryWhenAbsent: true },
}
