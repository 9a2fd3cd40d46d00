import { setTimeout as sleep } from 'node:timers/promises'
import { isConnectorFailure, type Connector, type Grant, type RemoteAccount } from '@t21/plugin-kit'

/** Some networks do not know a login for some seconds after they gave it. */
const pausesMs = [1_000, 3_000]

/**
 * The accounts of a grant that was just given. Its code is spent and the person is waiting, so a fault that passes is waited
 * out, for a few seconds.
 *
 * @throws ConnectorFailure what the connector said in the end; TypeError for a token or an account that is none
 */
export async function reachAccounts(
  connector: Connector,
  call: Parameters<Connector['accounts']>[0],
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  if (!isNamed(grant.accessToken)) throw new TypeError('The network gave no access token.')
  for (const pause of pausesMs) {
    try {
      return whole(await connector.accounts(call, grant))
    } catch (error) {
      if (!isConnectorFailure(error) || error.kind !== 'transient') throw error
      await sleep(pause)
    }
  }
  return whole(await connector.accounts(call, grant))
}

/** One that cannot be told from others is nobody's account. */
function whole(accounts: readonly RemoteAccount[]): readonly RemoteAccount[] {
  const odd = accounts.some(
    (one) => !isNamed(one.platformUserId) || typeof one.username !== 'string',
  )
  if (odd) throw new TypeError('The network told of an account without an id or a name.')
  return accounts
}

/** What a network answers is not always what it says it is. */
function isNamed(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
