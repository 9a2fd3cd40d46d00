import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { readBody } from '../api/body.ts'
import { appEndpoint, type Call } from '../api/endpoint.ts'
import { invalidRequest, problem, problemType, Refusal } from '../api/errors.ts'
import { webhookLimits } from '../api/limits.ts'
import { newId } from '../api/snowflake.ts'
import { subscriptionsOf, webhooksOf, type Subscription } from './webhook-store.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ pattern: '^[0-9]{1,19}$' })
const Tag = Type.String({ minLength: 1, maxLength: webhookLimits.tagLength })

/** The public events of one account (twitter.md 7); private ones need a person's token and are not emulated. */
const eventTypes = [
  'post.create',
  'post.delete',
  'post.mention.create',
  'post.reply.create',
  'post.quote.create',
  'post.repost.create',
  'profile.update.bio',
  'profile.update.profile_picture',
  'profile.update.banner_picture',
  'profile.update.screenname',
  'profile.update.geo',
  'profile.update.url',
  'profile.update.verified_badge',
] as const

const newSubscription = Compile(
  Type.Object(
    {
      event_type: Type.Enum([...eventTypes]),
      filter: Type.Object({ user_id: Id }, closed),
      webhook_id: Type.Optional(Id),
      tag: Type.Optional(Tag),
    },
    closed,
  ),
)
const changes = Compile(
  Type.Object({ webhook_id: Type.Optional(Id), tag: Type.Optional(Tag) }, closed),
)

/** Which events of which accounts the app wants to hear of (twitter.md 7, "X Activity API"). */
export const subscriptionRoutes: readonly EmulatorRoute[] = [
  appEndpoint({
    method: 'POST',
    path: '/2/activity/subscriptions',
    operation: 'create_subscription',
    handle({ request, context }) {
      const body = readBody(request, newSubscription)
      const { event_type: eventType, filter, webhook_id: webhookId = null, tag = null } = body
      requireWebhook(context, webhookId)
      const known = [...subscriptionsOf(context).values()]
      const same = (one: Subscription) =>
        one.eventType === eventType && one.userId === filter.user_id && one.webhookId === webhookId
      if (known.some(same)) throw conflict()
      if (known.length >= webhookLimits.subscriptions) {
        throw invalidRequest('SubscriptionLimitExceeded: The app has as many as it may have.')
      }
      const now = context.now().toISOString()
      const about = { eventType, userId: filter.user_id, webhookId, tag }
      return answered(context, { id: newId(context), ...about, createdAt: now, updatedAt: now })
    },
  }),
  appEndpoint({
    method: 'GET',
    path: '/2/activity/subscriptions',
    operation: 'list_subscriptions',
    handle({ context }) {
      const data = [...subscriptionsOf(context).values()].map(presented)
      const meta = { total_subscriptions: data.length }
      // As everywhere in this API, an empty list is left out.
      return { status: 200, json: data.length === 0 ? { meta } : { data, meta } }
    },
  }),
  appEndpoint({
    method: 'PUT',
    path: '/2/activity/subscriptions/:id',
    operation: 'update_subscription',
    handle(call) {
      const { context } = call
      const known = subscriptionOf(call)
      const { webhook_id: webhookId = known.webhookId, tag = known.tag } = readBody(
        call.request,
        changes,
      )
      requireWebhook(context, webhookId)
      return answered(context, { ...known, webhookId, tag, updatedAt: context.now().toISOString() })
    },
  }),
  appEndpoint({
    method: 'DELETE',
    path: '/2/activity/subscriptions/:id',
    operation: 'delete_subscription',
    handle(call) {
      const subscriptions = subscriptionsOf(call.context)
      subscriptions.delete(subscriptionOf(call).id)
      const meta = { total_subscriptions: subscriptions.size }
      return { status: 200, json: { data: { deleted: true }, meta } }
    },
  }),
]

/** Keeps it, and answers as the specification of August 2026 does: below `data.subscription`. */
function answered(context: EmulatorContext, subscription: Subscription) {
  const subscriptions = subscriptionsOf(context)
  subscriptions.set(subscription.id, subscription)
  const meta = { total_subscriptions: subscriptions.size }
  return { status: 200, json: { data: { subscription: presented(subscription) }, meta } }
}

function requireWebhook(context: EmulatorContext, id: string | null): void {
  if (id === null || webhooksOf(context).has(id)) return
  throw invalidRequest('WebhookIdInvalid: The app has no such webhook.', { webhook_id: [id] })
}

/** @throws Refusal 404 */
function subscriptionOf({ request, context }: Call): Subscription {
  const found = subscriptionsOf(context).get(request.params['id'] ?? '')
  if (found !== undefined) return found
  const words = 'There is no such subscription.'
  throw new Refusal(problem(404, 'Not Found Error', words, problemType('resource-not-found')))
}

function conflict(): Refusal {
  const words = 'The app has this subscription already.'
  return new Refusal(problem(409, 'Conflict', words, problemType('conflict')))
}

function presented({ id, eventType, userId, webhookId, tag, createdAt, updatedAt }: Subscription) {
  return {
    subscription_id: id,
    event_type: eventType,
    filter: { user_id: userId },
    ...(webhookId === null ? {} : { webhook_id: webhookId }),
    ...(tag === null ? {} : { tag }),
    created_at: createdAt,
    updated_at: updatedAt,
  }
}
