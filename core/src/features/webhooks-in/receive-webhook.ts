import type { Webhook, WebhookReply, WebhookRequest } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { statusUrlOf } from './deletion-requests.ts'
import { storeEvents } from './store-events.ts'
import { aboutBug, isVerified, understood } from './verified-webhook.ts'

/** A connector that takes webhooks, with its settings. */
export interface WebhookPlugin extends ReadyConnector {
  readonly webhook: Webhook<Readonly<Record<string, unknown>>>
}

const taken: WebhookReply = { status: 200, text: '' }

/** The connector with this id, or of this platform, in any case, where it is ready and takes webhooks. */
export function webhookOf({ plugins }: Context, name: string): WebhookPlugin | undefined {
  const known = [...plugins.connectors.values()].find(
    ({ id, platform }) => id === name.toLowerCase() || platform === name.toUpperCase(),
  )
  const plugin = known && plugins.ready(known.platform)
  const webhook = plugin?.connector.webhook as WebhookPlugin['webhook'] | undefined
  return plugin && webhook && { ...plugin, webhook }
}

/** The answer to a network's question about the callback; `null` for a request that is none. */
export function answerHandshake(
  context: Context,
  { connector, webhook, settings }: WebhookPlugin,
  request: WebhookRequest,
): WebhookReply | null {
  try {
    return webhook.handshake?.(request, settings) ?? null
  } catch (error) {
    context.log.error(
      aboutBug({ platform: connector.platform }, error),
      'a webhook handshake failed',
    )
    return null
  }
}

/**
 * Takes a webhook: what is verified is stored, once, and acted on later by the worker. Nothing of a request that is not
 * the network's reaches the database.
 *
 * @returns the answer to the network; `null` where the request is not the network's
 */
export async function receiveWebhook(
  context: Context,
  plugin: WebhookPlugin,
  request: WebhookRequest,
): Promise<WebhookReply | null> {
  const { connector, webhook, settings } = plugin
  const { platform } = connector
  const about = { platform }
  if (!isVerified(context, about, (now) => webhook.verify(request, settings, now))) return null
  const events = understood(context, about, request, () => webhook.parse(request))
  if (events.length === 0) return taken
  const { confirmationCode } = await storeEvents(context, platform, events, request.rawBody)
  return confirmationCode === undefined ? taken : deletionReply(context, plugin, confirmationCode)
}

/** It is stored by now: an answer that cannot be made is no reason to have it come again. */
function deletionReply(
  context: Context,
  { connector, webhook }: WebhookPlugin,
  confirmationCode: string,
): WebhookReply {
  const statusUrl = statusUrlOf(context.config, confirmationCode)
  try {
    return webhook.deletionReply?.({ statusUrl, confirmationCode }) ?? taken
  } catch (error) {
    context.log.error(
      aboutBug({ platform: connector.platform }, error),
      'a deletion could not be confirmed',
    )
    return taken
  }
}
