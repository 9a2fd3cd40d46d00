import { isConnectorFailure, type AccountState } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { pauseAccount } from '../publishing/pauses.ts'
import { accountCall } from './account-call.ts'
import { SocialAccount } from './social-account.model.ts'
import { storable } from './storable.ts'
import { refreshAfterRefusal } from './tokens.service.ts'

/** What came of reading an account. */
export type SyncOutcome = 'synced' | 'lost' | 'failed' | 'unsupported'

/** How long an account that its network locked is left alone, in seconds. */
const restrictedSeconds = 3_600

/**
 * Reads an account at its network: its name, what it may do, what is left of its limits. A network that says that the
 * grant is dead turns the account to `needs_reconnect`; anything else that goes wrong changes nothing.
 */
export async function syncAccount(context: Context, account: SocialAccount): Promise<SyncOutcome> {
  const plugin = readerOf(context, account)
  if (plugin?.connector.account === undefined) return 'unsupported'
  try {
    const { rows } = await context.database.system.raw<{ rows: [{ now: Date }] }>(
      'select clock_timestamp() as now',
    )
    const { call } = await accountCall(context, account, plugin, { now: rows[0].now })
    await store(context, account, storable(await plugin.connector.account(call)))
    return 'synced'
  } catch (error) {
    return failed(context, account, error)
  }
}

/** The connector that reads an account at its network, or undefined where none does, or the account is not connected. */
export function readerOf(
  { plugins }: Pick<Context, 'plugins'>,
  { platform, status }: SocialAccount,
): ReadyConnector | undefined {
  const plugin = plugins.ready(platform)
  return plugin?.connector.account === undefined || status !== 'active' ? undefined : plugin
}

async function store(context: Context, account: SocialAccount, state: AccountState): Promise<void> {
  const { system } = context.database
  await SocialAccount.query(system)
    .where({ id: account.id, organization_id: account.organizationId })
    .whereNot('status', 'disconnected')
    .patch({
      ...(state.username === undefined ? {} : { username: state.username }),
      ...(state.displayName === undefined ? {} : { displayName: state.displayName }),
      ...(state.avatarUrl === undefined ? {} : { avatarUrl: state.avatarUrl }),
      ...(state.profileUrl === undefined ? {} : { profileUrl: state.profileUrl }),
      facts: state.facts,
      limits: [...state.limits],
      lastSyncAt: system.raw('clock_timestamp()') as unknown as Date,
    })
}

async function failed(
  context: Context,
  account: SocialAccount,
  error: unknown,
): Promise<SyncOutcome> {
  const kind = isConnectorFailure(error) ? error.kind : undefined
  if (kind === 'reauth') {
    try {
      await refreshAfterRefusal(context, account)
      return 'failed'
    } catch (refusal) {
      // Where there will be no new token, the account is marked by now, and its owner is told.
      return isConnectorFailure(refusal) && refusal.kind === 'reauth' ? 'lost' : 'failed'
    }
  }
  if (kind === 'account_restricted') {
    await pauseAccount(context, account, { seconds: restrictedSeconds, because: kind })
  }
  context.log.warn({ err: error, socialAccountId: account.id }, 'an account could not be read')
  return 'failed'
}
