import { eventTypes } from './event-types.ts'

const header = (name: string, description: string, schema: object): object => ({
  name,
  in: 'header',
  required: true,
  description,
  schema,
})

const parameters = [
  header('webhook-id', 'Names the message: the same however often it is sent.', {
    type: 'string',
    format: 'uuid',
  }),
  header('webhook-timestamp', 'When this attempt was made, in seconds since 1970.', {
    type: 'string',
    pattern: '^[0-9]+$',
  }),
  header(
    'webhook-signature',
    'One or more signatures, separated by spaces: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64.',
    { type: 'string' },
  ),
]

const howSent =
  'Sent to the endpoints that listen, signed as Standard Webhooks says. Any 2xx takes it; anything else, a redirect included, is tried again, ten times within three days. It may come more than once, with the same `webhook-id`, and in any order.'

/** What T21 sends by itself, one operation an event type: the OpenAPI document's `webhooks`. */
export const webhookDescriptions = Object.fromEntries(
  Object.entries(eventTypes).map(([type, { description, data, example }]) => [
    type,
    {
      post: {
        operationId: operationIdOf(type),
        summary: description,
        description: `${description} ${howSent}`,
        tags: ['Webhook endpoints'],
        security: [],
        parameters,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['type', 'timestamp', 'data'],
                properties: {
                  type: { type: 'string', const: type },
                  timestamp: {
                    type: 'string',
                    format: 'date-time',
                    description: 'When it happened.',
                  },
                  data,
                },
              },
              example: { type, timestamp: '2026-01-31T12:00:00.000Z', data: example },
            },
          },
        },
        responses: { '2XX': { description: 'Taken.' } },
      },
    },
  ]),
)

/** `post.partially_published` → `onPostPartiallyPublished` */
function operationIdOf(type: string): string {
  const words = type.split(/[._]/).map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  return `on${words.join('')}`
}
