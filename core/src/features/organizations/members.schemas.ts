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

/** A member as it is answered. */
export const MemberView = Type.Object({
  userId: Id,
  name: Type.Union([Type.String(), Type.Null()]),
  email: Type.String(),
  avatarUrl: Type.Union([Type.String(), Type.Null()]),
  role: RoleName,
  joinedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})

/** See {@link MemberView}. */
export type MemberView = Static<typeof MemberView>

/** The body of `PATCH /v1/organizations/:id/members/:userId`. */
export const ChangeRoleBody = Type.Object(
  { role: RoleName },
  { ...closed, examples: [{ role: 'ADMIN' }] },
)

/** The body of `POST /v1/organizations/:id/transfer-ownership`. */
export const TransferOwnershipBody = Type.Object(
  { userId: Type.String({ format: 'uuid', description: 'The member who becomes an owner.' }) },
  { ...closed, examples: [{ userId: '01997c3e-7a10-7c00-8000-000000000002' }] },
)

/** The path of one member. */
export const MemberParams = Type.Object({ id: Id, userId: Id })

/** The query of the list. */
export const MembersQuery = Type.Object(PageQuery, closed)
