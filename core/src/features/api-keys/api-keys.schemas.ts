import { Type, type Static } from 'typebox'
import { apiKeyScopes } from '../../authz/api-key-routes.ts'
import { PageQuery } from '../../http/pagination.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const MaybeTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])
const OrganizationId = Type.Optional(
  Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
)

const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  description: 'What it is for, so that you know it again.',
})

const Scopes = Type.Array(Type.Union(apiKeyScopes.map((scope) => Type.Literal(scope))), {
  minItems: 1,
  uniqueItems: true,
  description: 'What it is good for. A scope to write does not include the one to read.',
})

/** The body of `POST /v1/api-keys`. */
export const CreateApiKeyBody = Type.Object(
  {
    organizationId: OrganizationId,
    name: Name,
    scopes: Scopes,
    expiresAt: Type.Optional(
      Type.Union(
        [
          Type.String({ format: 'date-time', description: 'From this moment on it is worthless.' }),
          Type.Null(),
        ],
        { description: 'By default it works until it is revoked.' },
      ),
    ),
  },
  {
    ...closed,
    examples: [
      {
        name: 'Nightly import',
        scopes: ['media:write', 'posts:write'],
        expiresAt: '2027-01-31T00:00:00Z',
      },
    ],
  },
)

/** See {@link CreateApiKeyBody}. */
export type CreateApiKeyBody = Static<typeof CreateApiKeyBody>

/** The body of `PATCH /v1/api-keys/:id`. */
export const UpdateApiKeyBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    name: Name,
  },
  {
    ...closed,
    description: 'Only the name changes; for other scopes or another end, create another key.',
    examples: [{ version: 1, name: 'Nightly import of the shop' }],
  },
)

/** See {@link UpdateApiKeyBody}. */
export type UpdateApiKeyBody = Static<typeof UpdateApiKeyBody>

const shown = {
  id: Id,
  organizationId: Id,
  userId: Type.String({
    format: 'uuid',
    description: 'Who created it: it may do what this person may do today.',
  }),
  name: Type.String(),
  prefix: Type.String({ description: 'How the key begins.', examples: ['t21_live_aB3x'] }),
  lastFour: Type.String({ description: 'How the key ends.', examples: ['9fQ2'] }),
  scopes: Scopes,
  lastUsedAt: Type.Union(MaybeTime.anyOf, { description: 'To the minute; `null` if never.' }),
  expiresAt: MaybeTime,
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Type.String({ format: 'date-time' }),
}

/** A key as it is answered. */
export const ApiKeyView = Type.Object(shown)

/** See {@link ApiKeyView}. */
export type ApiKeyView = Static<typeof ApiKeyView>

/** The answer to the one who creates it: the only one that has the key. */
export const NewApiKeyView = Type.Object({
  ...shown,
  key: Type.String({
    description: 'The key. It is not stored and not shown again: keep it as you keep a password.',
    examples: ['t21_live_…'],
  }),
})

/** The query of the list. */
export const ApiKeysQuery = Type.Object({ ...PageQuery, organizationId: OrganizationId }, closed)

/** The path of one key. */
export const ApiKeyParams = Type.Object({ id: Id })
