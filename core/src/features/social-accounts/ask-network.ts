import type { ConnectorCall } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { withinTime } from '../../http/within-time.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { understood } from '../publishing/failure-policy.ts'
import { accountCall } from './account-call.ts'
import type { SocialAccount } from './social-account.model.ts'
import { reloadAccount } from './token-store.ts'
import { refreshAfterRefusal } from './tokens.service.ts'

/** The longest that one call of a connector may take, in milliseconds. */
export const longestCallMs = 120_000

/**
 * Asks a network something about an account, within a time. A refused token is renewed once; where
 * that does not help, the account is marked as in need of its owner.
 *
 * @throws ConnectorFailure, or whatever a connector may throw
 */
export async function askNetwork<Answer>(
  context: Context,
  { account, plugin }: { readonly account: SocialAccount; readonly plugin: ReadyConnector },
  ask: (call: ConnectorCall<Readonly<Record<string, unknown>>>) => Promise<Answer>,
  longestMs = longestCallMs,
): Promise<Answer> {
  const signal = AbortSignal.timeout(longestMs)
  const deadline = performance.now() + longestMs
  let current = account
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { rows } = await context.database.system.raw<{ rows: [{ now: Date }] }>(
        'select clock_timestamp() as now',
      )
      const options = { now: rows[0].now, signal, deadline }
      const { call } = await accountCall(context, current, plugin, options)
      return await withinTime(Math.max(deadline - performance.now(), 1), ask(call))
    } catch (failure) {
      if (understood(failure)?.kind !== 'reauth') throw failure
      // Throws where the account is lost: it is then marked, and its owner is told.
      await refreshAfterRefusal(context, current)
      const renewed = await reloadAccount(context, current)
      if (renewed === undefined || attempt === 2) throw failure
      current = renewed
    }
  }
}
