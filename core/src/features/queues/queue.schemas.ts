import { Type, type Static } from 'typebox'
import { weekdays } from './queue-moments.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

const Slot = Type.Object(
  {
    weekday: Type.Unsafe<(typeof weekdays)[number]>({ type: 'string', enum: [...weekdays] }),
    time: Type.String({
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
      description: 'By the clocks of the brand’s time zone.',
      examples: ['09:30'],
    }),
    platforms: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z][A-Z0-9_]*$', maxLength: 50 }), {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description: 'Only for posts that go to these and no others; for every post without it.',
      }),
    ),
  },
  closed,
)

/** The body of `PUT /v1/brands/:id/queue`. */
export const PutQueueBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    slots: Type.Array(Slot, { maxItems: 200, description: 'All slots of a week.' }),
  },
  {
    ...closed,
    description:
      'The slots of a week, in place of those that were. What is queued stays where it is.',
    examples: [
      {
        version: 1,
        slots: [
          { weekday: 'MONDAY', time: '09:30' },
          { weekday: 'FRIDAY', time: '17:00', platforms: ['TWITTER'] },
        ],
      },
    ],
  },
)

/** See {@link PutQueueBody}. */
export type PutQueueBody = Static<typeof PutQueueBody>

/** The headers of `PUT /v1/brands/:id/queue`. */
export const PutQueueHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'The `ETag` of the queue as it was read, in place of `version`.',
    }),
  ),
})

/** A queue as it is answered. */
export const QueueView = Type.Object({
  brandId: Id,
  timezone: Type.String({ description: 'The brand’s.' }),
  slots: Type.Array(Slot),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
})

/** See {@link QueueView}. */
export type QueueView = Static<typeof QueueView>

/** The query of the preview. */
export const PreviewQuery = Type.Object(
  {
    limit: Type.Integer({
      default: 20,
      minimum: 1,
      maximum: 100,
      description: 'How many moments, taken ones included.',
    }),
  },
  closed,
)

/** The next moments of a queue. */
export const QueuePreview = Type.Object({
  data: Type.Array(
    Type.Object({
      at: Time,
      slot: Slot,
      post: Type.Union([
        Type.Object({
          id: Id,
          status: Type.String(),
          excerpt: Type.String({ description: 'The first 140 characters of the text.' }),
        }),
        Type.Null(),
      ]),
    }),
    { description: 'In order; `post` is what holds the moment, `null` where it is free.' },
  ),
  meta: Type.Object({
    timezone: Type.String(),
    nextFree: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description: 'For a post that fits every slot; `null` where none is free.',
    }),
  }),
})

/** The path of a brand. */
export const QueueParams = Type.Object({ id: Id })
