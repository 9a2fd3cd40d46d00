import { setTimeout as sleep } from 'node:timers/promises'
import { isConnectorFailure, type Connector, type Grant, type RemoteAccount } from '@t21/plugin-kit'

/** Some networks do not know a login for some seconds after they gave it. */
const pausesMs = [1_000, 3_000]

/**
 * The accounts of a grant that was just given. Its code is spent and the person is waiting, so a fault that passes is waited
 * out, for a few seconds.
 *
 * @throws ConnectorFailure what the connector said in the end
 */
export async function reachAccounts(
  connector: Connector,
  call: Parameters<Connector['accounts']>[0],
  grant: Grant,
): Promise<readonly RemoteAccount[]> {
  for (const pause of pausesMs) {
    try {
      return await connector.accounts(call, grant)
    } catch (error) {
      if (!isConnectorFailure(error) || error.kind !== 'transient') throw error
      await sleep(pause)
    }
  }
  return connector.accounts(call, grant)
}
