import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { BrandLimitSchema, RoleName } from './members.schemas.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })

/** The body of `POST /v1/organizations/:id/members`. */
export const InviteBody = Type.Object(
  {
    email: Type.String({
      format: 'email',
      maxLength: 254,
      description: 'Where the invitation goes.',
    }),
    role: RoleName,
    brandIds: Type.Optional(BrandLimitSchema),
  },
  { ...closed, examples: [{ email: 'ada@example.com', role: 'MEMBER' }] },
)

/** See {@link InviteBody}. */
export type InviteBody = Static<typeof InviteBody>

/** An invitation as it is answered; its token is in the mail alone. */
export const InvitationView = Type.Object({
  id: Id,
  email: Type.String(),
  role: RoleName,
  brandIds: BrandLimitSchema,
  expiresAt: Type.String({ format: 'date-time' }),
  createdAt: Type.String({ format: 'date-time' }),
})

/** See {@link InvitationView}. */
export type InvitationView = Static<typeof InvitationView>

/** The body of `POST /v1/invitations/accept`. */
export const AcceptInvitationBody = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What stands behind `#token=` in the link of the mail.',
    }),
  },
  { ...closed, examples: [{ token: 't21i_…' }] },
)

/** The path of one invitation. */
export const InvitationParams = Type.Object({ id: Id, invitationId: Id })

/** The query of the list. */
export const InvitationsQuery = Type.Object(PageQuery, closed)
