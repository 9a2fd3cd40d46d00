import type { Grant, OAuthCall, RemoteAccount } from '@t21/plugin-kit'
import { readMe } from './me.ts'
import type { Settings } from './settings.ts'

/** The one account behind a grant. */
export async function accounts(
  call: OAuthCall<Settings>,
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  return [await readMe({ http: call.http, accessToken: grant.accessToken })]
}
