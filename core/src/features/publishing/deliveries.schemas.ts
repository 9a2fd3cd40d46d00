import { Type, type Static } from 'typebox'
import { deliveryErrors } from './delivery-errors.ts'
import { deliveryStates } from './states.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Time = Type.String({ format: 'date-time' })

/** Why a delivery is where it is. */
export const DeliveryErrorView = Type.Object({
  code: Type.String({ examples: Object.keys(deliveryErrors).slice(0, 2) }),
  category: Type.String({ description: 'The kind of trouble, for filters and statistics.' }),
  source: Type.String({ description: 'Who has to act: `user`, `network` or `T21`.' }),
  message: Type.String(),
  remedy: Type.String({ description: 'What a person can do.' }),
  networkCode: Type.Optional(Type.String()),
  networkMessage: Type.Optional(Type.String({ description: 'The network’s own words, redacted.' })),
  field: Type.Optional(Type.String()),
  until: Type.Optional(Time),
})

/** One post to one account. */
export const DeliveryView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  postId: Type.String({ format: 'uuid' }),
  socialAccountId: Type.String({ format: 'uuid' }),
  platform: Type.String({ examples: ['TWITTER'] }),
  state: Type.Unsafe<(typeof deliveryStates)[number]>({
    type: 'string',
    enum: [...deliveryStates],
  }),
  version: Type.Integer({
    description: 'Rises whenever a worker takes it; send it with what you decide about it.',
  }),
  dueAt: Time,
  nextAt: Nullable(Time),
  publishedAt: Nullable(Time),
  platformPostId: Nullable(Type.String()),
  provisional: Type.Boolean({
    description: 'It is there, and the network will give it its real id and address later.',
  }),
  handedOver: Type.Boolean({
    description: 'It waits in the network’s own app for its owner to finish it.',
  }),
  calledOffAt: Nullable(
    Type.String({
      format: 'date-time',
      description: 'Since when the network is being asked to give up what it works on.',
    }),
  ),
  goneAt: Nullable(
    Type.String({
      format: 'date-time',
      description: 'When it was noticed that it is not at the network any more.',
    }),
  ),
  removedAt: Nullable(
    Type.String({
      format: 'date-time',
      description: 'When it was removed from the network through T21.',
    }),
  ),
  url: Nullable(Type.String({ description: 'The post at the network.' })),
  proof: Nullable(Type.String({ description: 'How it was learned that it is there.' })),
  retryCount: Type.Integer(),
  lastRetryAt: Nullable(Time),
  parts: Type.Array(
    Type.Object({
      position: Type.Integer(),
      kind: Type.String(),
      outcome: Type.String(),
      platformPostId: Nullable(Type.String()),
      url: Nullable(Type.String()),
      removedAt: Nullable(Time),
      error: Nullable(DeliveryErrorView),
    }),
    { description: 'The parts that ended: the post, the rest of a thread, the first comment.' },
  ),
  partCount: Type.Integer(),
  error: Nullable(DeliveryErrorView),
  warnings: Type.Array(
    Type.Object({
      code: Type.String(),
      field: Type.String(),
      message: Type.String(),
      remedy: Type.String(),
    }),
    { description: 'What the look 15 minutes ahead found.' },
  ),
})

/** A delivery with its history. */
export const DeliveryWithEventsView = Type.Intersect([
  DeliveryView,
  Type.Object({
    events: Type.Array(
      Type.Object({
        transition: Type.String({ examples: ['T5'] }),
        from: Nullable(Type.String()),
        to: Type.String(),
        part: Type.Integer(),
        actor: Type.String({
          description: '`user:<id>`, `staff:<id>`, `worker:<name>` or `sweeper`.',
        }),
        proof: Nullable(Type.String()),
        error: Nullable(DeliveryErrorView),
        at: Time,
      }),
    ),
  }),
])

/** The word of a person about a delivery that could not be proved. */
export const ResolveBody = Type.Object(
  {
    outcome: Type.Union([Type.Literal('published'), Type.Literal('not_published')], {
      description: 'Whether you see it at the network.',
    }),
    url: Type.Optional(
      Type.String({
        format: 'uri',
        pattern: '^https?://',
        maxLength: 2_000,
        description: 'Its address, if it is there.',
      }),
    ),
    version: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'The `version` of the delivery as it was when you looked. If it has been sent again since, your word is refused: it may be there now.',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [
      { outcome: 'published', url: 'https://x.com/acme/status/1790000000000000000', version: 3 },
    ],
  },
)

/** See {@link ResolveBody}. */
export type ResolveBody = Static<typeof ResolveBody>
