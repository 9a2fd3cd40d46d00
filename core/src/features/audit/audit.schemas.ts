import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'

const Id = Type.String({ format: 'uuid' })
const MaybeId = Type.Union([Id, Type.Null()])
const MaybeText = Type.Union([Type.String(), Type.Null()])

const Action = Type.Union([
  Type.Literal('created'),
  Type.Literal('updated'),
  Type.Literal('deleted'),
])

/** An entry as it is answered. */
export const AuditLogView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: MaybeId,
  actor: Type.Union(
    [Type.Literal('user'), Type.Literal('api_key'), Type.Literal('staff'), Type.Literal('T21')],
    { description: 'Who did it; `T21` where it happened by itself.' },
  ),
  userId: MaybeId,
  apiKeyId: MaybeId,
  action: Action,
  resource: Type.String({ description: 'What kind of thing: `post`, `brand`, `member` …' }),
  resourceId: Id,
  changes: Type.Union(
    [
      Type.Record(Type.String(), Type.Object({ from: Type.Unknown(), to: Type.Unknown() })),
      Type.Null(),
    ],
    { description: 'What it was and is, by field. Long texts by their beginning, secrets never.' },
  ),
  ipAddress: MaybeText,
  userAgent: MaybeText,
  requestId: MaybeText,
  createdAt: Type.String({ format: 'date-time' }),
})

/** See {@link AuditLogView}. */
export type AuditLogView = Static<typeof AuditLogView>

/** The query of the list. */
export const AuditLogQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
    userId: Type.Optional(Type.String({ format: 'uuid', description: 'What this person did.' })),
    resource: Type.Optional(
      Type.String({ pattern: '^[a-z_]{1,40}$', description: 'Such as `post`.' }),
    ),
    resourceId: Type.Optional(Type.String({ format: 'uuid', description: 'What became of it.' })),
    action: Type.Optional(Action),
    from: Type.Optional(
      Type.String({ format: 'date-time', description: 'At this moment or later.' }),
    ),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Before this moment.' })),
  },
  { additionalProperties: false },
)

/** See {@link AuditLogQuery}. */
export type AuditLogQuery = Static<typeof AuditLogQuery>
