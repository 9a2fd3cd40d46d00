import type { AccountState, ConnectorCall } from '@t21/plugin-kit'
import { factsOf } from './facts.ts'
import { readInstance, readMe } from './me.ts'
import type { Settings } from './settings.ts'

/** The account as it is now, with the limits that its instance has now. Mastodon tells of no allowance that is used up. */
export async function account(call: ConnectorCall<Settings>): Promise<AccountState> {
  const me = await readMe(call, call.accessToken)
  const instance = await readInstance(call, call.accessToken)
  // An instance that does not tell its limits today keeps the ones it told before.
  const facts = instance === null ? call.account.facts : factsOf(instance, me)
  return {
    username: me.username,
    displayName: me.display_name || undefined,
    avatarUrl: me.avatar || undefined,
    profileUrl: me.url || undefined,
    facts: { ...facts },
    limits: [],
  }
}
