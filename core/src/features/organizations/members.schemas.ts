import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })

/** What a member may do. */
export const RoleName = Type.Union(
  [Type.Literal('OWNER'), Type.Literal('ADMIN'), Type.Literal('MEMBER'), Type.Literal('VIEWER')],
  {
    description:
      '`OWNER`: everything; `ADMIN`: members, brands and content; `MEMBER`: content; `VIEWER`: reads.',
  },
)

/** The brands that a member works for. */
export const BrandLimitSchema = Type.Union(
  [
    Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 100, uniqueItems: true }),
    Type.Null(),
  ],
  {
    description:
      'The brands that a member or viewer is limited to, with everything of them; `null` for all brands.',
  },
)

/** A member as it is answered. */
export const MemberView = Type.Object({
  userId: Id,
  name: Type.Union([Type.String(), Type.Null()]),
  email: Type.String(),
  avatarUrl: Type.Union([Type.String(), Type.Null()]),
  role: RoleName,
  brandIds: BrandLimitSchema,
  version: Type.Integer({ description: 'Send it with the next change.' }),
  joinedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})

/** See {@link MemberView}. */
export type MemberView = Static<typeof MemberView>

/** The body of `PATCH /v1/organizations/:id/members/:userId`. */
export const ChangeMemberBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'The `version` that was read, or send it as `If-Match`: a change of another one is refused.',
      }),
    ),
    role: Type.Optional(RoleName),
    brandIds: Type.Optional(BrandLimitSchema),
  },
  {
    ...closed,
    minProperties: 1,
    examples: [{ version: 1, role: 'ADMIN' }],
  },
)

/** See {@link ChangeMemberBody}. */
export type ChangeMemberBody = Static<typeof ChangeMemberBody>

/** The body of `POST /v1/organizations/:id/transfer-ownership`. */
export const TransferOwnershipBody = Type.Object(
  { userId: Type.String({ format: 'uuid', description: 'The member who becomes an owner.' }) },
  { ...closed, examples: [{ userId: '01997c3e-7a10-7c00-8000-000000000002' }] },
)

/** The path of one member. */
export const MemberParams = Type.Object({ id: Id, userId: Id })

/** The query of the list. */
export const MembersQuery = Type.Object(PageQuery, closed)
