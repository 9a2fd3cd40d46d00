import type { Grant, OAuthCall, RemoteAccount } from '@t21/plugin-kit'
import { factsOf } from './facts.ts'
import { readInstance, readMe } from './me.ts'
import type { Settings } from './settings.ts'

/** The one account behind a grant. */
export async function accounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  const me = await readMe(call, grant.accessToken)
  const instance = await readInstance(call, grant.accessToken)
  return [
    {
      platformUserId: me.id,
      username: me.username,
      displayName: me.display_name || undefined,
      avatarUrl: me.avatar || undefined,
      profileUrl: me.url || undefined,
      facts: { ...factsOf(instance, me) },
    },
  ]
}
