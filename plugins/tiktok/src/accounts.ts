import type { AccountFacts, Grant, OAuthCall, RemoteAccount } from '@t21/plugin-kit'
import { failures, isConnectorFailure, read } from '@t21/plugin-kit'
import { profileUrl } from './api.ts'
import { askCreatorInfo } from './creator-info.ts'
import { callFailure, isOk, readProblem } from './errors.ts'
import { factsOf } from './facts.ts'
import { getUserInfo } from './request.ts'
import { UserInfoAnswer, type CreatorInfo, type UserInfo } from './schemas.ts'
import type { Settings } from './settings.ts'

const basicFields = ['open_id', 'avatar_url', 'display_name'] as const
const profileFields = ['username', 'profile_deep_link'] as const

/** The one account behind a grant: tiktok.md 1.7. Its handle comes from whichever answer has it. */
export async function accounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  const user = await askUser(call, grant)
  const creator = await creatorIfAllowed(call, grant)
  const platformUserId = user.open_id || grant.userId
  if (!platformUserId) {
    throw failures.transient({
      message: 'TikTok did not say which account was connected.',
      remedy: 'Connect the account again in a few minutes.',
    })
  }
  const handle = user.username || creator?.creator_username
  const displayName = user.display_name || creator?.creator_nickname
  const avatarUrl = user.avatar_url || creator?.creator_avatar_url
  const facts: AccountFacts = creator ? { ...factsOf(creator) } : {}
  return [
    {
      platformUserId,
      username: handle || displayName || platformUserId,
      ...(displayName && { displayName }),
      ...(avatarUrl && { avatarUrl }),
      ...(handle && { profileUrl: profileUrl(handle) }),
      facts,
    },
  ]
}

async function askUser(call: OAuthCall<Settings>, grant: Grant): Promise<UserInfo> {
  const caller = { ...call, accessToken: grant.accessToken }
  const withProfile = grant.scopes.includes('user.info.profile')
  let response = await getUserInfo(caller, [...basicFields, ...(withProfile ? profileFields : [])])
  // A field that TikTok withholds must not keep anybody from connecting.
  if (withProfile && ['scope_not_authorized', 'invalid_params'].includes(codeOf(response))) {
    response = await getUserInfo(caller, basicFields)
  }
  if (!isOk(response)) throw callFailure(response, 'reading the account')
  return read(UserInfoAnswer, response.json)?.data.user ?? {}
}

function codeOf(response: Parameters<typeof readProblem>[0]): string {
  return readProblem(response).code
}

// An account that has published its share today, or is banned, can be connected all the same.
async function creatorIfAllowed(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<CreatorInfo | null> {
  if (!grant.scopes.includes('video.publish')) return null
  try {
    return await askCreatorInfo({ ...call, accessToken: grant.accessToken })
  } catch (failure) {
    if (isConnectorFailure(failure)) return null
    throw failure
  }
}
