import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { readBody } from '../api/body.ts'
import { appEndpoint, type Call } from '../api/endpoint.ts'
import { invalidRequest } from '../api/errors.ts'
import { webhookLimits } from '../api/limits.ts'
import { newId } from '../api/snowflake.ts'
import { handshake } from './signature.ts'
import { subscriptionsOf, webhooksOf, type StoredWebhook } from './webhook-store.ts'

const newWebhook = Compile(Type.Object({ url: Type.String() }, { additionalProperties: false }))

/** Where the app wants to hear, asked by the app itself (twitter.md 7). */
export const webhookRoutes: readonly EmulatorRoute[] = [
  appEndpoint({
    method: 'POST',
    path: '/2/webhooks',
    operation: 'create_webhook',
    async handle({ request, context }) {
      const { url } = readBody(request, newWebhook)
      requireAddress(url)
      const known = [...webhooksOf(context).values()]
      if (known.some((one) => one.url === url)) {
        throw refusal('DuplicateUrlFailed', 'This address is registered already.')
      }
      if (known.length >= webhookLimits.webhooks) {
        throw refusal('WebhookLimitExceeded', 'The app has as many webhooks as it may have.')
      }
      await requireAnswer(context, url)
      const createdAt = context.now().toISOString()
      const webhook = { id: newId(context), url, valid: true, createdAt }
      webhooksOf(context).set(webhook.id, webhook)
      return { status: 200, json: { data: presented(webhook) } }
    },
  }),
  appEndpoint({
    method: 'GET',
    path: '/2/webhooks',
    operation: 'list_webhooks',
    handle({ context }) {
      const data = [...webhooksOf(context).values()].map(presented)
      return { status: 200, json: { data, meta: { result_count: data.length } } }
    },
  }),
  appEndpoint({
    method: 'PUT',
    path: '/2/webhooks/:id',
    operation: 'validate_webhook',
    async handle(call) {
      const webhook = webhookOf(call)
      const webhooks = webhooksOf(call.context)
      webhooks.set(webhook.id, { ...webhook, valid: false })
      await requireAnswer(call.context, webhook.url)
      webhooks.set(webhook.id, { ...webhook, valid: true })
      return { status: 200, json: { data: { valid: true } } }
    },
  }),
  appEndpoint({
    method: 'DELETE',
    path: '/2/webhooks/:id',
    operation: 'delete_webhook',
    handle(call) {
      const { id } = webhookOf(call)
      webhooksOf(call.context).delete(id)
      const subscriptions = subscriptionsOf(call.context)
      for (const one of subscriptions.values()) {
        if (one.webhookId === id) subscriptions.delete(one.id)
      }
      return { status: 200, json: { data: { deleted: true } } }
    },
  }),
]

/** @throws Refusal WebhookIdInvalid */
function webhookOf({ request, context }: Call): StoredWebhook {
  const webhook = webhooksOf(context).get(request.params['id'] ?? '')
  if (webhook === undefined) throw refusal('WebhookIdInvalid', 'The app has no such webhook.')
  return webhook
}

/** https without a port; also http on this machine, where nothing else is to be had. */
function requireAddress(text: string): void {
  const url = URL.parse(text)
  const isHere = url !== null && /^(127(\.\d{1,3}){3}|localhost)$/.test(url.hostname)
  const isGood = url?.protocol === 'https:' ? url.port === '' : url?.protocol === 'http:' && isHere
  if (isGood && text.length <= webhookLimits.urlLength) return
  throw refusal('UrlValidationFailed', 'The address must be https, without a port.')
}

/** The challenge, at once. */
async function requireAnswer(context: EmulatorContext, address: string): Promise<void> {
  const url = new URL(address)
  const { query, accepts } = handshake()
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const { status, bytes } = await context.fetch(url.href)
  if (accepts({ status, text: bytes.toString('utf8') })) return
  throw refusal('CrcValidationFailed', 'The address did not answer the challenge.')
}

function refusal(reason: string, words: string): Error {
  return invalidRequest(`${reason}: ${words}`)
}

function presented({ id, url, valid, createdAt }: StoredWebhook): object {
  return { id, url, valid, created_at: createdAt }
}
