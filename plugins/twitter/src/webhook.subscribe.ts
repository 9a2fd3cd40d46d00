import type { ConnectorCall, ConnectorResponse, WebhookCallback } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { subscriptionsUrl, webhooksUrl, webhookUrl } from './api.ts'
import { readProblem } from './errors.ts'
import type { Settings } from './settings.ts'
import { appCall, withoutMeaning, type AppCall } from './webhook.app.ts'
import { SubscriptionsAnswer, WebhookAnswer, WebhooksAnswer } from './webhook.schemas.ts'

/**
 * Has X send what happens to the account: twitter.md 7. X bills every event, so nothing is asked for unless the operator gave
 * the API key. The webhook is the app's and shared by all accounts; the subscriptions are the account's own.
 */
export async function subscribe(
  call: ConnectorCall<Settings>,
  { url }: WebhookCallback,
): Promise<void> {
  const { webhookEvents } = call.settings
  const app = webhookEvents.length === 0 ? null : await appCall(call)
  if (app === null) return
  const webhookId = await ensureWebhook(app, url)
  const subscribed = await eventsOf(app, webhookId, call.account.platformUserId)
  const missing = webhookEvents.filter((event) => !subscribed.has(event))
  for (const event of missing) await addEvent(app, webhookId, call.account.platformUserId, event)
}

/** The app's webhook with this address; X asks T21 its challenge when it is made, and again where X had given it up. */
async function ensureWebhook(app: AppCall, url: string): Promise<string> {
  const doing = 'reading the webhooks'
  const known = read(WebhooksAnswer, (await app.ask('GET', webhooksUrl, { doing })).json)
  if (!known) throw withoutMeaning(doing)
  const found = known.data?.find((webhook) => webhook.url === url)
  if (found?.valid === false) {
    await app.ask('PUT', webhookUrl(found.id), { doing: 'having the webhook checked again' })
  }
  return found?.id ?? (await createWebhook(app, url))
}

async function createWebhook(app: AppCall, url: string): Promise<string> {
  const doing = 'registering the webhook'
  const created = read(
    WebhookAnswer,
    (await app.ask('POST', webhooksUrl, { json: { url }, doing })).json,
  )
  if (!created) throw withoutMeaning(doing)
  return created.data.id
}

async function eventsOf(
  app: AppCall,
  webhookId: string,
  userId: string,
): Promise<ReadonlySet<string>> {
  const doing = 'reading the subscriptions'
  const known = read(SubscriptionsAnswer, (await app.ask('GET', subscriptionsUrl, { doing })).json)
  if (!known) throw withoutMeaning(doing)
  return new Set(
    (known.data ?? [])
      .filter((one) => one.filter?.user_id === userId && one.webhook_id === webhookId)
      .map((one) => one.event_type),
  )
}

async function addEvent(
  app: AppCall,
  webhookId: string,
  userId: string,
  event: string,
): Promise<void> {
  const json = { event_type: event, filter: { user_id: userId }, webhook_id: webhookId }
  // Somebody else was quicker.
  const taken = (response: ConnectorResponse) => readProblem(response).type === 'conflict'
  await app.ask('POST', subscriptionsUrl, { json, doing: `subscribing to ${event}`, taken })
}
