import type { Context } from '../../context.ts'
import { requireReconnection } from '../social-accounts/token-store.ts'
import { syncAccount } from '../social-accounts/sync-account.ts'
import type { SocialAccount } from '../social-accounts/social-account.model.ts'
import { accountsOf, momentOf, type ClaimedEvent } from './claimed-event.ts'
import { erasePerson } from './erase-person.ts'
import { lookAtPosts } from './look-at-posts.ts'

/**
 * Does what an event asks for. It may be done again at any time and in any order: but for deletions, all that it
 * leads to is that the network is asked. An event about an account that is not here is done.
 *
 * @throws Error where it has to be tried again
 */
export async function actOn(context: Context, claimed: ClaimedEvent): Promise<void> {
  switch (claimed.event.kind) {
    case 'post_changed':
      return lookAtPosts(context, claimed)
    case 'account_changed':
    case 'grant_revoked':
      return lookAtAccounts(context, claimed)
    case 'data_deletion':
      return erasePerson(context, claimed)
    default:
      return claimed.event.kind satisfies never
  }
}

/** What was told before an account was connected, perhaps again, says nothing about it now. */
async function lookAtAccounts(context: Context, claimed: ClaimedEvent): Promise<void> {
  const accounts = await accountsOf(context.database.system, claimed)
  const concerned = accounts.filter(
    ({ status, connectedAt }) => status === 'active' && connectedAt <= momentOf(claimed),
  )
  const trouble: string[] = []
  for (const account of concerned) {
    // One that cannot be read now does not keep the others waiting.
    if (!(await lookAt(context, claimed, account))) trouble.push(account.id)
  }
  if (trouble.length > 0) throw new Error(`Not read at the network: ${trouble.join(', ')}.`)
}

/** @returns false where the network has not said how the account is */
async function lookAt(
  context: Context,
  { platform, event }: ClaimedEvent,
  account: SocialAccount,
): Promise<boolean> {
  const connector = context.plugins.ready(platform)?.connector
  if (connector === undefined) return false
  if (connector.account !== undefined) return (await syncAccount(context, account)) !== 'failed'
  if (event.kind !== 'grant_revoked') return true
  // A network that cannot be asked is believed: its signature was verified.
  const reason = `${connector.displayName} says that the connection of ${account.username} was withdrawn.`
  return requireReconnection(context, account, reason)
}
