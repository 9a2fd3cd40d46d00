import type { Published } from '@t21/plugin-kit'
import { postUrl } from './api.ts'
import type { Plan } from './plan.ts'
import type { Status } from './status.ts'

/**
 * A post as T21 records it. TikTok names the post only once it is public and moderated; until then it goes by its
 * publish id. One that nobody else may see never gets a name: tiktok.md 2.5.
 */
export function publishedOf(
  status: Extract<Status, { state: 'complete' | 'delivered' }>,
  publishId: string,
  plan: Pick<Plan, 'mode' | 'media' | 'privacyLevel'>,
  username: string,
): Published {
  if (status.state === 'delivered') {
    return { remoteId: publishId, handedOver: true, provisional: true }
  }
  if (status.postId !== null) return named(status.postId, plan.media, username)
  const namedLater = plan.mode === 'inbox' || plan.privacyLevel === 'PUBLIC_TO_EVERYONE'
  return { remoteId: publishId, ...(namedLater && { provisional: true }) }
}

/** A post under its final id. */
export function named(id: string, media: Plan['media'], username: string): Published {
  return { remoteId: id, url: postUrl(username, media, id) }
}

/** True for the final id of a post; publish ids have letters. */
export function isFinalId(remoteId: string): boolean {
  return /^[0-9]{1,20}$/.test(remoteId)
}
