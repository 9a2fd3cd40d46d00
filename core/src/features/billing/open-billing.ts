import type { Billing } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { chosenProvider } from '../../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'
import type { ProviderInbox } from '../webhooks-in/provider-inbox.ts'
import { billingInbox } from './billing.inbox.ts'

/**
 * What takes money in this process, and where it tells what happened; nothing where no plugin does.
 *
 * @throws Error that names the variable to set
 */
export function openBilling(options: {
  readonly config: Pick<Config, 'billingProvider'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
  readonly open: OpenProvider
}): { readonly billing: Billing | null; readonly inboxes: readonly ProviderInbox[] } {
  const chosen = chosenProvider(options.plugins.providers('billing'), {
    variable: 'T21_BILLING',
    wanted: options.config.billingProvider,
  })
  if (chosen === undefined) return { billing: null, inboxes: [] }
  const billing = options.open(chosen)
  return { billing, inboxes: [billingInbox(chosen.provider.id, billing)] }
}
