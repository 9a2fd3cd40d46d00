import { traitsOf, type Account } from '../accounts/account.ts'
import { invalidRequest } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import type { MediaCategory } from './media.ts'

/** Every category of twitter.md 2.2. */
export const mediaCategories = [
  'tweet_image',
  'tweet_gif',
  'tweet_video',
  'amplify_video',
  'dm_image',
  'dm_gif',
  'dm_video',
  'subtitles',
] as const satisfies readonly MediaCategory[]

type Family = 'image' | 'gif' | 'video' | 'subtitles'

const types: Readonly<Record<Family, readonly string[]>> = {
  image: ['image/jpeg', 'image/pjpeg', 'image/png', 'image/webp', 'image/gif'],
  gif: ['image/gif'],
  video: ['video/mp4', 'video/quicktime', 'video/webm', 'video/mp2t'],
  subtitles: ['text/srt', 'text/vtt'],
}

/** What a category holds. */
export function familyOf(category: MediaCategory): Family {
  if (category.endsWith('_gif')) return 'gif'
  if (category.endsWith('_image')) return 'image'
  return category === 'subtitles' ? 'subtitles' : 'video'
}

/**
 * Refuses a type that does not belong into the category, and a file above its limit.
 *
 * @throws Refusal 400
 */
export function requireFitting(
  account: Account,
  file: {
    readonly category: MediaCategory
    readonly mediaType: string
    readonly bytes: number
  },
): void {
  const family = familyOf(file.category)
  if (!types[family].includes(file.mediaType)) {
    throw invalidRequest(
      `$.media_type: ${file.mediaType} cannot be uploaded as ${file.category}; allowed are [${types[family].join(',')}]`,
      { media_type: [file.mediaType] },
    )
  }
  const most = mostBytes(account, family)
  if (file.bytes <= most) return
  throw invalidRequest(`$.total_bytes: ${file.category} must not exceed ${most} bytes`, {
    total_bytes: [String(file.bytes)],
  })
}

function mostBytes(account: Account, family: Family): number {
  switch (family) {
    case 'image':
    case 'subtitles':
      return mediaLimits.imageBytes
    case 'gif':
      return mediaLimits.gifBytes
    case 'video':
      return traitsOf(account).premium ? mediaLimits.premiumVideoBytes : mediaLimits.videoBytes
  }
}
