import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, openIdOf } from '../accounts/account.ts'
import { allPublications, keepPublication } from '../posts/publications.ts'
import { stateOf } from '../posts/state.ts'
import { signed } from '../webhooks/send.ts'
import { closeGrants, type Grant } from './grants.ts'

/** Why an authorization ended (tiktok.md 7). */
const reasons = { 'user disconnected': 1, 'developer revoked': 5 } as const

/**
 * Ends an authorization: all its tokens, and what is still being posted through it, which fails with
 * `auth_removed`. Tells the app.
 */
export function disconnect(
  context: EmulatorContext,
  { clientKey, handle }: Pick<Grant, 'clientKey' | 'handle'>,
  reason: keyof typeof reasons,
): void {
  const account = findAccount(context, handle)
  if (account === undefined || !closeGrants(context, clientKey, handle)) return
  const now = context.now().getTime()
  for (const publication of allPublications(context)) {
    const { arrival } = publication
    if (publication.handle !== handle || publication.clientKey !== clientKey) continue
    const underWay = ['transferring', 'processing'].includes(stateOf(publication, now))
    if (arrival === null || !underWay || arrival.failure !== null) continue
    keepPublication(context, { ...publication, arrival: { ...arrival, failure: 'auth_removed' } })
  }
  context.webhook(() =>
    signed(context, {
      clientKey,
      openId: openIdOf(clientKey, account),
      event: 'authorization.removed',
      content: { reason: reasons[reason] },
    }),
  )
}
