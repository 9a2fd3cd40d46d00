import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { RoleName } from './members.schemas.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })

const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '\\S',
  description: 'What people call it.',
})

/** The body of `POST /v1/organizations`. */
export const CreateOrganizationBody = Type.Object(
  { name: Name },
  { ...closed, examples: [{ name: 'Acme Studio' }] },
)

/** See {@link CreateOrganizationBody}. */
export type CreateOrganizationBody = Static<typeof CreateOrganizationBody>

/** The body of `PATCH /v1/organizations/:id`. */
export const UpdateOrganizationBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    name: Type.Optional(Name),
    membersNeedApproval: Type.Optional(
      Type.Boolean({
        description: 'Whether what members schedule waits until an admin or owner approves it.',
      }),
    ),
  },
  {
    ...closed,
    description: 'Only what is named changes.',
    examples: [{ version: 1, name: 'Acme Studio & Co', membersNeedApproval: true }],
  },
)

/** See {@link UpdateOrganizationBody}. */
export type UpdateOrganizationBody = Static<typeof UpdateOrganizationBody>

/** The body of `DELETE /v1/organizations/:id`. */
export const DeleteOrganizationBody = Type.Object(
  {
    name: Type.String({
      maxLength: 200,
      description:
        'The name of the organization, to the letter, so that nobody deletes the wrong one.',
    }),
  },
  { ...closed, examples: [{ name: 'Acme Studio' }] },
)

/** An organization as it is answered. */
export const OrganizationView = Type.Object({
  id: Id,
  name: Type.String(),
  slug: Type.String({ description: 'For addresses; it never changes.' }),
  personal: Type.Boolean({ description: 'It belongs to one person and cannot be shared.' }),
  role: RoleName,
  subscriptionTier: Type.Union([
    Type.Literal('FREE'),
    Type.Literal('PRO'),
    Type.Literal('BUSINESS'),
  ]),
  membersNeedApproval: Type.Boolean(),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
})

/** See {@link OrganizationView}. */
export type OrganizationView = Static<typeof OrganizationView>

/** The query of the list. */
export const OrganizationsQuery = Type.Object(PageQuery, closed)

/** The path of one organization. */
export const OrganizationParams = Type.Object({ id: Id })
