import type { Webhook, WebhookEvent, WebhookReply, WebhookRequest } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { statusUrlOf } from './deletion-requests.ts'
import { storeEvents } from './store-events.ts'

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
    context.log.error(aboutBug(connector, error), 'a webhook handshake failed')
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
  if (!isVerified(context, plugin, request)) return null
  const events = parsed(context, plugin, request)
  if (events.length === 0) return taken
  const { platform } = plugin.connector
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
    context.log.error(aboutBug(connector, error), 'a deletion could not be confirmed')
    return taken
  }
}

/** By this process's clock: an unverified request costs no statement, and what networks allow is minutes. */
function isVerified(
  context: Context,
  { connector, webhook, settings }: WebhookPlugin,
  request: WebhookRequest,
): boolean {
  try {
    return webhook.verify(request, settings, new Date()) === true
  } catch (error) {
    context.log.error(aboutBug(connector, error), 'a webhook could not be verified')
    return false
  }
}

/**
 * What cannot be understood is taken all the same: the same bytes would come again and fail again, until the network
 * gives the callback up, and with it all that could be understood. What was to be told is found by asking.
 */
function parsed(
  context: Context,
  { connector, webhook }: WebhookPlugin,
  request: WebhookRequest,
): readonly WebhookEvent[] {
  try {
    return [...webhook.parse(request)]
  } catch (error) {
    const about = { ...aboutBug(connector, error), bytes: request.rawBody.length }
    context.log.error(about, 'a webhook was not understood')
    return []
  }
}

/** Where it happened, without what was said there: the message of a parser quotes what it was given. */
function aboutBug({ platform }: ReadyConnector['connector'], error: unknown): object {
  const { name, stack = '' } = error instanceof Error ? error : new TypeError()
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { platform, error: name, at: at.map((line) => line.trim()) }
}
