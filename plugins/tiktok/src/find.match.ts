import type { PublishPart } from '@t21/plugin-kit'
import type { Plan } from './plan.ts'
import type { Video } from './schemas.ts'

/**
 * Whether a post of the account's list is the part: the same words, and a length for a video. TikTok may change blanks,
 * and does not say in which of its two texts a caption comes back.
 */
export function compare(
  part: PublishPart,
  plan: Pick<Plan, 'media'>,
  video: Video,
): 'same' | 'other' {
  const isVideo = (video.duration ?? 0) > 0
  if (video.duration !== undefined && isVideo !== (plan.media === 'video')) return 'other'
  const sent = comparable(part.text)
  const returned = [video.video_description, video.title].map((text) => comparable(text ?? ''))
  return returned.includes(sent) ? 'same' : 'other'
}

function comparable(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}
