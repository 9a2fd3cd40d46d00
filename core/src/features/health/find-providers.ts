import type { Config } from '../../config.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import { usedLogins, usedProvider, type UsedProviders } from '../../plugins/used-providers.ts'
import { chosenStorage } from '../../storage/open-storage.ts'
import { chosenAi } from '../ai/ai.provider.ts'
import { chosenBilling } from '../billing/open-billing.ts'
import { chosenMail } from '../mail/mail.transport.ts'

/**
 * Which providers a process of this configuration uses, by the same choices by which they are opened. Asks nobody.
 *
 * @throws Error that names the variable to set
 */
export function findProviders(given: {
  readonly config: Pick<
    Config,
    'aiProvider' | 'billingProvider' | 'mailProvider' | 'storageProvider'
  >
  readonly plugins: Pick<LoadedPlugins, 'providers' | 'records'>
  /** Whether there is a sandbox, whose outbox takes mail. */
  readonly hasSandbox: boolean
}): UsedProviders {
  const { plugins, hasSandbox } = given
  const mail = usedProvider(chosenMail(given))
  const storage = chosenStorage(given)
  return {
    ai: usedProvider(chosenAi(given)),
    billing: usedProvider(chosenBilling(given)),
    mail: mail.state === 'missing' && hasSandbox ? { state: 'sandboxed', id: null } : mail,
    storage: storage === 'local' ? { state: 'ready', id: 'local' } : usedProvider(storage),
    logins: usedLogins(plugins),
  }
}
