import { discoverPages, type DiscoveredPage } from '@t21/meta-graph'
import { isConnectorFailure, type Grant, type OAuthCall, type RemoteAccount } from '@t21/plugin-kit'
import { profileUrl } from './api.ts'
import { facebookFailures } from './errors.ts'
import { pictureUrl } from './page-profile.ts'
import type { Settings } from './settings.ts'

const wantedFields = 'id,name,username,access_token,category,tasks,picture{url}'
const leastFields = 'id,name,access_token'

/** The Pages that a grant reaches, each with its own token: facebook.md 1. */
export async function accounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  const pages = await listPages(call, grant.accessToken)
  return pages.flatMap((page) => accountOf(page) ?? [])
}

// A field that Facebook renames or withdraws must not keep anybody from connecting.
async function listPages(
  call: OAuthCall<Settings>,
  token: string,
): Promise<readonly DiscoveredPage[]> {
  try {
    return await discoverPages(call, token, wantedFields, facebookFailures)
  } catch (error) {
    const fieldRefused = isConnectorFailure(error) && error.details.networkCode === '100'
    if (!fieldRefused) throw error
    return await discoverPages(call, token, leastFields, facebookFailures)
  }
}

// Without its own token nothing can be done for a Page: the person has no role on it.
function accountOf(page: DiscoveredPage): RemoteAccount | null {
  if (!page.access_token) return null
  const username = page.username || page.id
  const avatarUrl = pictureUrl(page.picture)
  return {
    platformUserId: page.id,
    username,
    ...(page.name && { displayName: page.name }),
    ...(avatarUrl !== undefined && { avatarUrl }),
    profileUrl: profileUrl(username),
    facts: { tasks: page.tasks ?? null, category: page.category ?? null },
    // Taken with a long-lived grant it does not expire: facebook.md 1 (6).
    accessToken: page.access_token,
  }
}
