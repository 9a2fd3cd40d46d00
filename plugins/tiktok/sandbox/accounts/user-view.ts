import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { pictureLifetimes } from '../api/limits.ts'
import type { Caller } from '../oauth/bearer.ts'
import { metricsOf } from '../videos/metrics.ts'
import { publicPostsOf } from '../videos/videos.ts'
import { profileNumbers, unionIdOf } from './account.ts'
import { pictureAddress } from './picture.routes.ts'

/** What `fields` may name, by the scope that it needs. */
export const userFields: Readonly<Record<string, readonly string[]>> = {
  'user.info.basic': [
    'open_id',
    'union_id',
    'avatar_url',
    'avatar_url_100',
    'avatar_large_url',
    'display_name',
  ],
  'user.info.profile': ['bio_description', 'profile_deep_link', 'is_verified', 'username'],
  'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
}

/** An account with all of its fields. */
export function presentUser(
  context: EmulatorContext,
  { account, openId }: Caller,
): Readonly<Record<string, unknown>> {
  const avatar = pictureAddress(context, 'avatar', account.username, pictureLifetimes.avatar)
  const posts = publicPostsOf(context, account)
  const now = context.now().getTime()
  const { followers, following } = profileNumbers(account)
  return {
    open_id: openId,
    union_id: unionIdOf(account),
    avatar_url: avatar,
    avatar_url_100: avatar,
    avatar_large_url: avatar,
    display_name: account.displayName,
    bio_description: 'An account of the sandbox.',
    profile_deep_link: `https://vm.tiktok.com/${openId.slice(4, 13)}/`,
    is_verified: false,
    username: account.username,
    follower_count: followers,
    following_count: following,
    likes_count: posts.reduce((sum, post) => sum + metricsOf(post, now).likes, 0),
    video_count: posts.length,
  }
}
