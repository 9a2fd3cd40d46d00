import { discoverPages, type DiscoveredPage } from '@t21/meta-graph'
import type { Grant, OAuthCall, RemoteAccount } from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { profileUrl } from './api.ts'
import { graph } from './errors.ts'
import { toFacts } from './facts.ts'
import { readMe } from './me.ts'
import { Id } from './request.ts'
import { appOf, type Settings } from './settings.ts'

/** The accounts behind a grant: one by Instagram Login, by Facebook Login those linked to the person's Pages. */
export function accounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  return call.settings.login === 'facebook' ? linkedAccounts(call, grant) : ownAccount(call, grant)
}

async function ownAccount(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  const { id, username, displayName, avatarUrl, accountType } = await readMe(
    call,
    grant.accessToken,
  )
  if (username === undefined) {
    throw failures.transient({
      message: 'Instagram did not say which account was connected.',
      remedy: 'Connect the account again in a few minutes.',
    })
  }
  return [
    {
      platformUserId: id,
      username,
      displayName,
      avatarUrl,
      profileUrl: profileUrl(username),
      facts: toFacts({ login: 'instagram', accountType, pageId: null }),
    },
  ]
}

const Text = Type.Optional(Type.String())
const LinkedAccount = Type.Object({
  id: Id,
  username: Text,
  name: Text,
  profile_picture_url: Text,
})

const pageFields =
  'id,name,access_token,tasks,instagram_business_account{id,username,name,profile_picture_url,followers_count}'

const publishingTasks = ['MANAGE', 'CREATE_CONTENT']

// instagram.md 1B. Each gets the token of its Page, which does not expire.
async function linkedAccounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  const settings = appOf(call.settings, 'facebook')
  const pages = await discoverPages({ ...call, settings }, grant.accessToken, pageFields, graph)
  const found = new Map<string, RemoteAccount>()
  for (const page of pages.filter(mayPublish)) {
    const linked = read(LinkedAccount, page.instagram_business_account)
    if (!linked || found.has(String(linked.id))) continue
    found.set(String(linked.id), {
      platformUserId: String(linked.id),
      username: linked.username ?? linked.name ?? String(linked.id),
      displayName: linked.name,
      avatarUrl: linked.profile_picture_url,
      profileUrl: linked.username === undefined ? undefined : profileUrl(linked.username),
      facts: toFacts({ login: 'facebook', accountType: null, pageId: page.id }),
      accessToken: page.access_token,
    })
  }
  return [...found.values()]
}

function mayPublish({ tasks }: DiscoveredPage): boolean {
  return tasks === undefined || tasks.some((task) => publishingTasks.includes(task))
}
