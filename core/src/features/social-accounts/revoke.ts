import type { Context } from '../../context.ts'
import { openToken, sharesToken } from './account-secrets.ts'
import { SocialAccount } from './social-account.model.ts'

/** Longest time that a person waits for a network to take its grant back. */
const patienceMilliseconds = 5_000

/**
 * Gives grants back to their networks, as far as these listen: the tokens are erased here in any case.
 * Never throws.
 *
 * @param accounts as they were before their tokens were erased
 */
export async function revokeAtNetworks(
  context: Context,
  accounts: readonly SocialAccount[],
): Promise<void> {
  await Promise.all(
    accounts.map(async (account) => {
      try {
        await revoke(context, account)
      } catch (error) {
        context.log.warn(
          { err: error, socialAccountId: account.id, platform: account.platform },
          'a network did not take its grant back',
        )
      }
    }),
  )
}

async function revoke(context: Context, account: SocialAccount): Promise<void> {
  const plugin = context.plugins.ready(account.platform)
  const { accessToken, refreshToken } = account
  if (plugin?.connector.oauth.revoke === undefined || accessToken === null) return
  if (await othersLiveOnIt(context, account)) return
  await plugin.connector.oauth.revoke(
    {
      settings: plugin.settings,
      http: context.connectorHttp.forCall({
        connector: plugin.connector,
        signal: AbortSignal.timeout(patienceMilliseconds),
      }),
    },
    {
      accessToken: openToken(context.config, account, 'access_token', accessToken),
      ...(refreshToken === null
        ? {}
        : { refreshToken: openToken(context.config, account, 'refresh_token', refreshToken) }),
    },
  )
}

/**
 * One grant may reach several pages: giving it back for one of them would take it from the others. They are known by the
 * person who granted, where the network names one, and by its tokens: each row has its own copy.
 */
async function othersLiveOnIt(context: Context, account: SocialAccount): Promise<boolean> {
  const { id, organizationId, platform, grantedBy } = account
  const others = await SocialAccount.query(context.database.system)
    .where({ platform, status: 'active' })
    .whereNot('id', id)
    .where((either) => {
      void either.where('organization_id', organizationId)
      if (grantedBy !== null) void either.orWhere('granted_by', grantedBy)
    })
  return others.some(
    (other) =>
      (grantedBy !== null && other.grantedBy === grantedBy) ||
      sharesToken(context.config, account, other),
  )
}
