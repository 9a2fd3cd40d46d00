import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { rateLimited, type Account } from '../accounts/account.ts'
import { quotas } from '../api/limits.ts'
import type { Client } from '../oauth/clients.ts'
import type { Publication } from './publication.ts'
import { allPublications } from './publications.ts'
import { stateOf } from './state.ts'

/** Direct posts of a creator in 24 hours, over all apps; what failed does not count. */
export function postsToday(context: EmulatorContext, { handle }: Account): number {
  return countRecent(
    context,
    ({ handle: by, mode, arrival, cancelled }) =>
      by === handle && mode === 'direct' && !cancelled && arrival?.failure === null,
  )
}

/** Whether a creator with so many direct posts may make one more (tiktok.md 3). */
export function withinDailyPosts(account: Account, posts: number): boolean {
  return !rateLimited(account) || posts < quotas.directPosts
}

/** Whether a creator's inbox takes one more draft: unfinished uploads count too. */
export function inboxHasRoom(context: EmulatorContext, account: Account): boolean {
  const now = context.now().getTime()
  const pending = countRecent(
    context,
    (one) =>
      one.handle === account.handle &&
      one.mode === 'inbox' &&
      one.postedByHandAt === null &&
      stateOf(one, now) !== 'failed',
  )
  return !rateLimited(account) || pending < quotas.pendingShares
}

/** Whether an unaudited app may serve this creator too: five in 24 hours. */
export function clientHasRoom(
  context: EmulatorContext,
  client: Client,
  { handle }: Account,
): boolean {
  if (client.audited) return true
  const users = new Set<string>()
  countRecent(context, (one) => {
    if (one.clientKey === client.key) users.add(one.handle)
    return false
  })
  return users.has(handle) || users.size < quotas.unauditedUsers
}

function countRecent(
  context: EmulatorContext,
  counts: (publication: Publication) => boolean,
): number {
  const since = context.now().getTime() - quotas.windowSeconds * 1000
  let count = 0
  for (const publication of allPublications(context)) {
    if (publication.createdAt > since && counts(publication)) count += 1
  }
  return count
}
