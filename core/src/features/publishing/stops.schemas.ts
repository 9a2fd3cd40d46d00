import { Type, type Static } from 'typebox'

const Id = Type.String({ format: 'uuid' })
const NullableId = Type.Union([Id, Type.Null()])
const NullableTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

/** What to stop. */
export const StopBody = Type.Object(
  {
    scope: Type.Union([
      Type.Literal('organization'),
      Type.Literal('brand'),
      Type.Literal('account'),
    ]),
    organizationId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'For scope `organization`; your own by default.',
      }),
    ),
    brandId: Type.Optional(Type.String({ format: 'uuid', description: 'For scope `brand`.' })),
    socialAccountId: Type.Optional(
      Type.String({ format: 'uuid', description: 'For scope `account`.' }),
    ),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  {
    additionalProperties: false,
    examples: [{ scope: 'organization', reason: 'Something happened; nothing goes out for now.' }],
  },
)

/** See {@link StopBody}. */
export type StopBody = Static<typeof StopBody>

/** A stop as the API shows it. */
export const StopView = Type.Object({
  id: Id,
  scope: Type.String(),
  organizationId: NullableId,
  brandId: NullableId,
  socialAccountId: NullableId,
  reason: Type.String(),
  createdBy: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  releasedBy: Type.Union([Type.String(), Type.Null()]),
  releasedAt: NullableTime,
})
