import type { Grant, OAuthCall, RemoteAccount } from '@t21/plugin-kit'
import { notWritten } from './not-written.ts'
import type { Settings } from './settings.ts'

/** The accounts that a grant reaches. */
export async function accounts(
  _call: OAuthCall<Settings>,
  _grant: Grant,
): Promise<readonly RemoteAccount[]> {
  throw notWritten('accounts')
}
