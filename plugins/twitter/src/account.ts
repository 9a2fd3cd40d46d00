import type { AccountState, ConnectorCall } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { postsPerDay } from './limits.ts'
import { readMe } from './me.ts'
import type { Settings } from './settings.ts'

/** The account as it is now: one that bought or lost X Premium may write longer posts, or no longer. */
export async function account(call: ConnectorCall<Settings>): Promise<AccountState> {
  const me = await readMe(call)
  if (me.platformUserId !== call.account.platformUserId) {
    throw failures.reauth({
      message: `The login of @${call.account.username} is that of @${me.username}.`,
      remedy: 'Connect the account again.',
    })
  }
  const { username, displayName, avatarUrl, profileUrl, facts } = me
  return {
    username,
    displayName,
    avatarUrl,
    profileUrl,
    facts,
    // X does not tell how many of them were used, and counts those that were written by hand.
    limits: [{ name: 'posts', used: null, total: postsPerDay, windowSeconds: 86_400 }],
  }
}
