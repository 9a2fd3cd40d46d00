import { Type, type Static, type TSchema } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'

const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const nullable = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })

/** One time that a message was sent. */
const Attempt = Type.Object({
  at: Time,
  statusCode: nullable(Type.Integer(), '`null` where no answer came.'),
  durationMs: Type.Integer(),
  error: nullable(Type.String(), 'What stood in the way.'),
  answer: nullable(Type.String(), 'The first 1,024 bytes of what the server said.'),
})

/** A message to one endpoint, with everything that was tried. */
export const WebhookDeliveryView = Type.Object({
  id: Type.String({ format: 'uuid', description: 'Also the `webhook-id`, in every attempt.' }),
  organizationId: Id,
  webhookEndpointId: Id,
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown(), {
    description: 'The `data` of the message.',
  }),
  state: Type.Enum(['waiting', 'delivered', 'failed'], {
    description: '`failed` after ten attempts in three days.',
  }),
  nextAttemptAt: nullable(Time),
  deliveredAt: nullable(Time),
  attempts: Type.Array(Attempt, { description: 'Oldest first; the last 100.' }),
  createdAt: Type.String({ format: 'date-time', description: 'The `timestamp` of the message.' }),
})

/** See {@link WebhookDeliveryView}. */
export type WebhookDeliveryView = Static<typeof WebhookDeliveryView>

/** The query of the log. */
export const WebhookDeliveriesQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(Type.Enum(['waiting', 'delivered', 'failed'])),
  },
  { additionalProperties: false },
)

/** See {@link WebhookDeliveriesQuery}. */
export type WebhookDeliveriesQuery = Static<typeof WebhookDeliveriesQuery>
