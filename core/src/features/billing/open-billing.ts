import type { Billing } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { chosenProvider } from '../../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'
import type { ReadyProvider } from '../../plugins/registry.ts'
import type { ProviderInbox } from '../webhooks-in/provider-inbox.ts'
import { billingInbox } from './billing.inbox.ts'

interface BillingParts {
  readonly config: Pick<Config, 'billingProvider'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
}

/** The plugin that takes money. @throws Error that names the variable to set */
export function chosenBilling({
  config,
  plugins,
}: BillingParts): ReadyProvider<'billing'> | undefined {
  return chosenProvider(plugins.providers('billing'), {
    variable: 'T21_BILLING',
    wanted: config.billingProvider,
  })
}

/**
 * What takes money in this process, and where it tells what happened; nothing where no plugin does.
 *
 * @throws Error that names the variable to set
 */
export function openBilling(parts: BillingParts & { readonly open: OpenProvider }): {
  readonly billing: Billing | null
  readonly inboxes: readonly ProviderInbox[]
} {
  const chosen = chosenBilling(parts)
  if (chosen === undefined) return { billing: null, inboxes: [] }
  const billing = parts.open(chosen)
  return { billing, inboxes: [billingInbox(chosen.provider.id, billing)] }
}
