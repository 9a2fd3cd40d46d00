import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import { pictureAddress } from '../accounts/picture.routes.ts'
import { endpoint } from '../api/endpoint.ts'
import { pictureLifetimes } from '../api/limits.ts'
import type { PrivacyLevel } from './publication.ts'
import { requireDailyPosts, requireStanding } from './standing.ts'

/** What this creator may choose now (tiktok.md 2.1). Its refusals come with HTTP 200. */
export const creatorInfoRoutes: readonly EmulatorRoute[] = [
  endpoint({
    method: 'POST',
    path: '/v2/post/publish/creator_info/query/',
    operation: 'creator_info',
    scopes: ['video.publish'],
    handle(call) {
      requireStanding(call, 200)
      requireDailyPosts(call, 200)
      const { account } = call.caller
      const { quiet, maxSeconds } = traitsOf(account)
      const { username, displayName } = account
      return {
        creator_avatar_url: pictureAddress(
          call.context,
          'avatar',
          username,
          pictureLifetimes.avatar,
        ),
        creator_username: username,
        creator_nickname: displayName,
        privacy_level_options: privacyOptions(account),
        comment_disabled: quiet,
        duet_disabled: quiet,
        stitch_disabled: quiet,
        max_video_post_duration_sec: maxSeconds,
      }
    },
  }),
]

/** Who may see posts of this account: a private one has nothing public. */
export function privacyOptions(account: Account): readonly PrivacyLevel[] {
  return [
    traitsOf(account).isPrivate ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE',
    'MUTUAL_FOLLOW_FRIENDS',
    'SELF_ONLY',
  ]
}
