import { Type, type Static, type TSchema } from 'typebox'

const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const closed = { additionalProperties: false } as const

/** What every event names. */
const whose = { id: Id, organizationId: Id }
const ofBrand = { ...whose, brandId: Id }

const Post = Type.Object({ ...ofBrand, status: Type.String() }, closed)
const ScheduledPost = Type.Object({ ...ofBrand, status: Type.String(), scheduledFor: Time }, closed)
const Delivery = Type.Object(
  { ...ofBrand, postId: Id, socialAccountId: Id, platform: Type.String(), state: Type.String() },
  closed,
)
const Account = Type.Object({ ...ofBrand, platform: Type.String(), status: Type.String() }, closed)
const Quota = Type.Object(
  {
    ...whose,
    metric: Type.String({ description: 'What is counted: `posts`, `brands` …' }),
    used: Type.Integer(),
    limit: Type.Integer(),
    period: Type.String({
      description:
        'A month, `2026-01`; of a paid plan the day on which its month began, `2026-01-15`; or `total`.',
    }),
  },
  closed,
)
const Subscription = Type.Object(
  {
    ...whose,
    tier: Type.String({ description: 'The plan whose limits apply: `FREE`, `PRO` …' }),
    status: Type.String({ description: 'As at the payment provider: `active`, `past_due` …' }),
  },
  closed,
)
const Member = Type.Object({ ...whose, userId: Id, role: Type.String() }, closed)

const id = '0198f3a2-7f7e-7c6a-9d55-0f6c2a1b3c4d'
const exampleOf = { id, organizationId: '0198f3a1-11d0-7bb0-8d3e-5a9f6f0f7c11' }
const brandId = '0198f3a1-5c02-7a41-9a90-2f5d3a7c8e22'
const delivery = {
  ...exampleOf,
  brandId,
  postId: '0198f3a2-1f00-7e0e-8f11-6a7b8c9d0e33',
  socialAccountId: '0198f3a1-9a77-7d1c-b6a4-1c2d3e4f5a44',
  platform: 'EXAMPLE',
}
const account = { ...exampleOf, brandId, platform: 'EXAMPLE' }

/**
 * The catalogue of what customers' programs can be told; the OpenAPI document's `webhooks` are made from it. Payloads are
 * thin: ids and states. What else is to be known is read from the API, so that an old message tells nothing that is not so
 * any more.
 */
export const eventTypes = {
  'post.scheduled': entry('A post was scheduled, or moved to another time.', ScheduledPost, {
    ...exampleOf,
    brandId,
    status: 'SCHEDULED',
    scheduledFor: '2026-02-01T09:00:00.000Z',
  }),
  'post.approval_requested': entry('A post waits for somebody who may approve it.', Post, {
    ...exampleOf,
    brandId,
    status: 'PENDING_APPROVAL',
  }),
  'post.published': entry('A post is on every network that was chosen.', Post, {
    ...exampleOf,
    brandId,
    status: 'PUBLISHED',
  }),
  'post.partially_published': entry(
    'A post reached some of the networks that were chosen, and will not reach the others by itself.',
    Post,
    { ...exampleOf, brandId, status: 'PARTIALLY_PUBLISHED' },
  ),
  'post.failed': entry('A post reached none of the networks that were chosen.', Post, {
    ...exampleOf,
    brandId,
    status: 'FAILED',
  }),
  'delivery.published': entry('A post is on the network of one account.', Delivery, {
    ...delivery,
    state: 'published',
  }),
  'delivery.needs_attention': entry(
    'T21 cannot find out whether a post is there; somebody has to look.',
    Delivery,
    { ...delivery, state: 'needs_attention' },
  ),
  'account.connected': entry('A social account was connected, or connected again.', Account, {
    ...account,
    status: 'active',
  }),
  'account.needs_reconnect': entry(
    'A network does not accept the access to an account any more; its posts wait.',
    Account,
    { ...account, status: 'needs_reconnect' },
  ),
  'quota.reached': entry('A limit of the plan is used up. The `id` is the organization’s.', Quota, {
    id: exampleOf.organizationId,
    organizationId: exampleOf.organizationId,
    metric: 'posts',
    used: 30,
    limit: 30,
    period: '2026-02',
  }),
  'member.joined': entry('Somebody joined the organization.', Member, {
    ...exampleOf,
    userId: '0198f3a0-2b3c-7d4e-8f50-617283940a55',
    role: 'MEMBER',
  }),
  'subscription.changed': entry(
    'The plan of the organization, or how it is paid, has changed.',
    Subscription,
    { ...exampleOf, tier: 'PRO', status: 'active' },
  ),
  'webhook.test': entry(
    'Sent on request, to one endpoint, to try it out. The `id` is the endpoint’s.',
    Type.Object(whose, closed),
    exampleOf,
  ),
} as const

/** What happened. */
export type EventType = keyof typeof eventTypes

/** What an event says: the `data` of its message. */
export type EventData<Kind extends EventType> = Static<(typeof eventTypes)[Kind]['data']>

/** What an endpoint can ask for; a test comes without being asked for. */
export const subscribableTypes = (Object.keys(eventTypes) as EventType[]).filter(
  (type) => type !== 'webhook.test',
)

function entry<Data extends TSchema>(
  description: string,
  data: Data,
  example: Static<Data>,
): { readonly description: string; readonly data: Data; readonly example: Static<Data> } {
  return { description, data, example }
}
