import { Type, type Static, type TSchema } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { subscribableTypes } from './event-types.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const Url = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: 'A public https address, without redirects. It is checked anew with every message.',
})
const EventTypes = nullable(
  Type.Array(Type.Enum(subscribableTypes), {
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: 'What it is told. `null`: everything, types that come later included.',
  }),
)
const BrandId = nullable(
  Type.String({
    format: 'uuid',
    description: 'Only what concerns this brand. `null`: the whole organization.',
  }),
)
const Description = nullable(Type.String({ minLength: 1, maxLength: 500 }))

/** The body of `POST /v1/webhook-endpoints`. */
export const CreateWebhookEndpointBody = Type.Object(
  {
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
    url: Url,
    description: Type.Optional(Description),
    eventTypes: Type.Optional(EventTypes),
    brandId: Type.Optional(BrandId),
    enabled: Type.Optional(Type.Boolean({ default: true })),
  },
  {
    ...closed,
    examples: [
      {
        url: 'https://hooks.example.com/t21',
        description: 'Our newsroom',
        eventTypes: ['post.published', 'post.failed'],
      },
    ],
  },
)

/** See {@link CreateWebhookEndpointBody}. */
export type CreateWebhookEndpointBody = Static<typeof CreateWebhookEndpointBody>

/** The body of `PATCH /v1/webhook-endpoints/:id`. */
export const UpdateWebhookEndpointBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    eventTypes: Type.Optional(EventTypes),
    brandId: Type.Optional(BrandId),
    enabled: Type.Optional(
      Type.Boolean({
        description:
          'While it is `false` nothing is sent: what waits, waits; what happens is lost.',
      }),
    ),
  },
  { ...closed, examples: [{ version: 2, enabled: true }] },
)

/** See {@link UpdateWebhookEndpointBody}. */
export type UpdateWebhookEndpointBody = Static<typeof UpdateWebhookEndpointBody>

/** An endpoint as it is answered; its secret is not in it. */
export const WebhookEndpointView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: nullable(Id),
  url: Type.String(),
  description: nullable(Type.String()),
  eventTypes: nullable(Type.Array(Type.String())),
  enabled: Type.Boolean(),
  disabledBecause: Type.Union([Type.Literal('gone'), Type.Literal('failing'), Type.Null()], {
    description:
      'Why T21 switched it off: its server answered 410, or nothing but failures for five days.',
  }),
  failingSince: Type.Union([Time, Type.Null()], {
    description: 'Since when no message was taken.',
  }),
  previousSecretUntil: Type.Union([Time, Type.Null()], {
    description: 'Until when messages are signed with the secret before as well.',
  }),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Time,
  updatedAt: Time,
})

/** See {@link WebhookEndpointView}. */
export type WebhookEndpointView = Static<typeof WebhookEndpointView>

/** An endpoint with its secret: the answer of creation and rotation. */
export const WebhookEndpointWithSecret = Type.Object({
  ...WebhookEndpointView.properties,
  secret: Type.String({
    description: 'Shown this once. Check signatures with it, as Standard Webhooks says.',
    examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
  }),
})

/** The query of the list. */
export const WebhookEndpointsQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
  },
  closed,
)

/** The path of one endpoint. */
export const WebhookEndpointParams = Type.Object({ id: Id })
