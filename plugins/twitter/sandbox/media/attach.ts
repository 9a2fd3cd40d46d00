import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import { forbidden, invalidRequest, type Refusal } from '../api/errors.ts'
import { mediaLimits, postLimits } from '../api/limits.ts'
import type { PostMedia } from '../posts/post.ts'
import type { MediaCategory, StoredMedia } from './media.ts'
import { findUsableMedia } from './media-store.ts'
import { stateOf } from './processing.ts'

const kinds: Readonly<Partial<Record<MediaCategory, PostMedia['kind']>>> = {
  tweet_image: 'image',
  tweet_gif: 'gif',
  tweet_video: 'video',
  amplify_video: 'video',
}

/**
 * The media for a post: the account's own, not expired, processed; four pictures, or one GIF, or one
 * video (twitter.md 2.2 and 3).
 *
 * @throws Refusal 400, or 403 for a video that is too long
 */
export function requireAttachable(
  context: EmulatorContext,
  account: Account,
  ids: readonly string[],
): readonly PostMedia[] {
  if (new Set(ids).size !== ids.length) throw invalidIds(ids)
  const media = ids.map((id) => {
    const found = findUsableMedia(context, account.id, id)
    const kind = found === undefined ? undefined : kinds[found.category]
    if (found === undefined || kind === undefined || stateOf(context, found) !== 'succeeded') {
      throw invalidIds(ids)
    }
    return postMedia(found, kind)
  })
  const moving = media.filter(({ kind }) => kind !== 'image').length
  if (moving > 1 || (moving === 1 && media.length > 1) || media.length > postLimits.images) {
    throw invalidRequest('A post may have up to 4 images, or 1 GIF, or 1 video.', {
      'media.media_ids': ids,
    })
  }
  for (const one of media) requireLength(account, one)
  return media
}

/** The length of a video is looked at only now (twitter.md 3). */
function requireLength(account: Account, media: PostMedia): void {
  const seconds = traitsOf(account).premium
    ? mediaLimits.premiumVideoSeconds
    : mediaLimits.videoSeconds
  if (media.kind !== 'video' || media.durationMs === null) return
  if (media.durationMs <= seconds * 1000) return
  const minutes = Math.floor(seconds / 60)
  throw forbidden(`This user is not allowed to post a video longer than ${minutes} minutes`)
}

function postMedia(media: StoredMedia, kind: PostMedia['kind']): PostMedia {
  return {
    id: media.id,
    mediaKey: media.mediaKey,
    kind,
    mimeType: media.mediaType,
    width: media.finished?.width ?? null,
    height: media.finished?.height ?? null,
    durationMs: media.finished?.durationMs ?? null,
    altText: media.altText,
  }
}

function invalidIds(ids: readonly string[]): Refusal {
  return invalidRequest('Your media IDs are invalid.', { 'media.media_ids': ids })
}
