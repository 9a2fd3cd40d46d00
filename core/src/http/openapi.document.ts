import { readFileSync } from 'node:fs'

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string }

/** The front page of the reference. */
export const about = {
  title: 'T21',
  version,
  summary: 'Write once; published at the minute, never twice and never not at all.',
  description: `Answers are \`{ data, meta }\`, errors \`{ error: { code, message, details }, meta }\`; every code and what
to do about it is in \`docs/errors.md\`. Quote \`x-request-id\` to support.

**Authentication.** Send the access token of \`POST /v1/auth/login\` as \`Authorization: Bearer …\`. It lives
15 minutes; \`POST /v1/auth/refresh\` gives the next one. Programs send an API key (\`POST /v1/api-keys\`) in the
same way: it does what its scopes and its creator's rights in its one organization allow, on the operations that
name a scope.

**Repeating safely.** Send an \`Idempotency-Key\` with a POST: the same key and body get the same answer
within 24 hours, whatever happened to the first one.

**Limits.** Per 15 minutes and caller, by plan; the \`x-ratelimit-…\` headers tell where you stand.

**Times** are ISO 8601 with a zone. **Lists** are read page by page with \`cursor\`.

**Versions.** What may change below \`/v1\`, and how long what is deprecated stays, is in \`docs/api-versions.md\`.

Ids of other people's things answer exactly as ids that do not exist.`,
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
} as const

/** The chapters of the reference, in order. A test compares them with the routes, both ways. */
export const tags = [
  { name: 'Authentication', description: 'Registration, login and sessions.' },
  {
    name: 'Second factor',
    description: 'Codes of an authenticator beside the password, for who wants them.',
  },
  { name: 'Users', description: 'Your own account.' },
  { name: 'Notifications', description: 'What you are told, and whether you have read it.' },
  { name: 'Organizations', description: 'Who works together.' },
  { name: 'Members', description: 'Who belongs to an organization, and as what.' },
  { name: 'Invitations', description: 'Who is asked to join.' },
  { name: 'Brands', description: 'What posts and accounts belong to.' },
  { name: 'Platforms', description: 'The networks this server can publish on, and their limits.' },
  { name: 'Social accounts', description: 'Connecting accounts of networks to a brand.' },
  {
    name: 'Webhooks',
    description: 'What networks tell by themselves. For networks, not for clients.',
  },
  { name: 'Webhook endpoints', description: 'What your own programs are told, as it happens.' },
  { name: 'Media', description: 'Pictures and videos.' },
  { name: 'Templates', description: 'Texts with variables, from which posts are made.' },
  { name: 'Posts', description: 'Writing, scheduling and publishing.' },
  { name: 'AI', description: 'Texts in a brand’s voice, paid for in credits.' },
  { name: 'Queues', description: 'Weekly slots, which posts take one after the other.' },
  { name: 'Recurrences', description: 'Posts that are made again and again by a rule.' },
  { name: 'Calendars', description: 'A brand’s calendar, for other programs to subscribe to.' },
  { name: 'Deliveries', description: 'One post on its way to one account, and what became of it.' },
  { name: 'Metrics', description: 'What the networks tell of posts and accounts.' },
  { name: 'API keys', description: 'How programs are let in.' },
  {
    name: 'Analytics',
    description: 'How posts did: what they gained in a range, compared, ranked and by the hour.',
  },
  {
    name: 'Subscriptions',
    description: 'Plans: what they cost, buying, changing and ending them.',
  },
  { name: 'Emergency stop', description: 'While a stop is in force, what falls due waits.' },
  { name: 'Audit log', description: 'Who did what in an organization.' },
  { name: 'Live updates', description: 'What changes, as it changes.' },
  { name: 'System', description: 'The server itself.' },
] as const

const integerHeader = (description: string): object => ({
  description,
  required: true,
  schema: { type: 'integer', minimum: 0 },
})

/** What operations refer to. */
export const components = {
  securitySchemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The access token of a login; it lives 15 minutes.',
    },
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 't21_live_…',
      description:
        'An API key, sent like an access token. Beside each operation that takes one stands the scope that the key needs.',
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Any text of your own, such as a UUID, new for every new request. A repetition within 24 hours gets the first answer, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
      example: '0198f3a2-7f7e-7c6a-9d55-0f6c2a1b3c4d',
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: false,
      description:
        'The `ETag` that was read: where something else is there by now, nothing changes, and the answer is `VERSION_CONFLICT`.',
      schema: { type: 'string', maxLength: 110 },
      example: '"3"',
    },
  },
  headers: {
    ETag: {
      description: 'The version of what can be changed. Send it back as `If-Match`.',
      schema: { type: 'string', examples: ['"3"'] },
    },
    RequestId: {
      description: 'Names this request; quote it to support.',
      required: true,
      schema: { type: 'string', examples: ['req_yG3lXv0cQ1mT9bZk'] },
    },
    RateLimitLimit: integerHeader('Requests in a window of 15 minutes.'),
    RateLimitRemaining: integerHeader('Requests left in this window.'),
    RateLimitReset: integerHeader('Seconds until the window ends.'),
    WwwAuthenticate: {
      description: 'How to authenticate.',
      required: true,
      schema: { type: 'string', const: 'Bearer' },
    },
    RetryAfter: integerHeader('Seconds to wait before the next attempt.'),
    IdempotencyReplayed: {
      description: 'Present where the answer is that of an earlier request with the same key.',
      schema: { type: 'string', const: 'true' },
    },
  },
  schemas: {
    Error: {
      type: 'object',
      description: 'The answer of every error.',
      required: ['error', 'meta'],
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string', description: 'For programs; see `docs/errors.md`.' },
            message: { type: 'string', description: 'For people.' },
            details: {
              description:
                'For VALIDATION_ERROR a list of `{ field, message }`; else as the code says.',
            },
          },
        },
        meta: {
          type: 'object',
          required: ['requestId', 'timestamp'],
          properties: {
            requestId: { type: 'string' },
            timestamp: { type: 'string', format: 'date-time' },
          },
        },
      },
    },
  },
} as const
