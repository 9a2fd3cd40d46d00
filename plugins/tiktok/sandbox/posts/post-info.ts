import { traitsOf } from '../accounts/account.ts'
import { invalidParams, Refusal } from '../api/errors.ts'
import { textLimits } from '../api/limits.ts'
import type { Caller } from '../oauth/bearer.ts'
import { privacyOptions } from './creator-info.routes.ts'
import type { PostInfo, PrivacyLevel } from './publication.ts'
import type { PhotoPostInfo, VideoPostInfo } from './schemas.ts'

/** Of a video in the inbox, all is up to the person. */
export const nothingSaid: PostInfo = {
  title: '',
  description: '',
  privacy: null,
  commentsOff: false,
  duetsOff: false,
  stitchesOff: false,
  brandContent: false,
  brandOrganic: false,
  aiGenerated: false,
}

/** A direct video's `post_info`. @throws Refusal */
export function videoPostInfo(caller: Caller, info: VideoPostInfo): PostInfo {
  const title = info.title ?? ''
  requireLength('post_info.title', title, textLimits.caption)
  requirePrivacy(caller, info.privacy_level, info.brand_content_toggle ?? false)
  const { quiet } = traitsOf(caller.account)
  return {
    title,
    description: '',
    privacy: info.privacy_level,
    commentsOff: quiet || (info.disable_comment ?? false),
    duetsOff: quiet || (info.disable_duet ?? false),
    stitchesOff: quiet || (info.disable_stitch ?? false),
    brandContent: info.brand_content_toggle ?? false,
    brandOrganic: info.brand_organic_toggle ?? false,
    aiGenerated: info.is_aigc ?? false,
  }
}

/** `post_info` of photos; a draft has no privacy yet. @throws Refusal */
export function photoPostInfo(
  caller: Caller,
  info: PhotoPostInfo,
  mode: 'direct' | 'inbox',
): PostInfo {
  const { title = '', description = '', privacy_level: privacy } = info
  requireLength('post_info.title', title, textLimits.photoTitle)
  requireLength('post_info.description', description, textLimits.photoDescription)
  if (mode === 'direct') {
    if (privacy === undefined) throw invalidParams('post_info.privacy_level is missing.')
    requirePrivacy(caller, privacy, info.brand_content_toggle ?? false)
  }
  return {
    ...nothingSaid,
    title,
    description,
    privacy: mode === 'direct' ? (privacy ?? null) : null,
    commentsOff: traitsOf(caller.account).quiet || (info.disable_comment ?? false),
    brandContent: info.brand_content_toggle ?? false,
    brandOrganic: info.brand_organic_toggle ?? false,
  }
}

/** UTF-16 code units, as JavaScript counts (tiktok.md 3). */
function requireLength(field: string, text: string, most: number): void {
  if (text.length <= most) return
  throw invalidParams(`${field} has ${text.length} UTF-16 code units; the most is ${most}.`)
}

function requirePrivacy(caller: Caller, privacy: PrivacyLevel, brandContent: boolean): void {
  const { account, client } = caller
  if (!client.audited && !(traitsOf(account).isPrivate && privacy === 'SELF_ONLY')) {
    throw new Refusal(
      403,
      'unaudited_client_can_only_post_to_private_accounts',
      'Unaudited clients can only post SELF_ONLY, to private accounts.',
    )
  }
  if (!privacyOptions(account).includes(privacy)) {
    throw new Refusal(
      403,
      'privacy_level_option_mismatch',
      'privacy_level is not one of the options that creator_info gives.',
    )
  }
  if (brandContent && privacy === 'SELF_ONLY') {
    throw invalidParams('post_info.brand_content_toggle: branded content cannot be SELF_ONLY.')
  }
}
