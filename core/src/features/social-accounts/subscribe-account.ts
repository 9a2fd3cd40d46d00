import { baseUrlOf } from '../../base-url.ts'
import type { Context } from '../../context.ts'
import { askNetwork } from './ask-network.ts'
import type { SocialAccount } from './social-account.model.ts'

/**
 * Has the network send what happens to an account, where it wants to be asked for each. Nothing hangs on it, because events are
 * only hints: where it goes wrong, it is written to the log and tried again a day later.
 */
export async function subscribeAccount(context: Context, account: SocialAccount): Promise<void> {
  const plugin = context.plugins.ready(account.platform)
  const webhook = plugin?.connector.webhook
  if (plugin === undefined || webhook?.subscribe === undefined) return
  const url = `${baseUrlOf(context.config)}/v1/webhooks/${plugin.connector.id}`
  try {
    await askNetwork(context, { account, plugin }, async (call) =>
      webhook.subscribe?.(call, { url }),
    )
  } catch (error) {
    context.log.warn(
      { err: error, socialAccountId: account.id },
      'a network was not asked to send webhooks',
    )
  }
}
