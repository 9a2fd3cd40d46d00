import { Type, type Static, type TSchema } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import { PostFields } from '../posts/post-fields.schemas.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, description })

const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '\\S',
  description: 'What people call it.',
})

/** What can be said of a brand beside its name, when it is made and when it is changed. */
const optionalFields = {
  description: Type.Optional(nullable(text(2_000, 'What it is, in a few sentences.'))),
  industry: Type.Optional(nullable(text(200, 'The line of business.'))),
  targetAudience: Type.Optional(nullable(text(1_000, 'Whom it speaks to.'))),
  toneOfVoice: Type.Optional(
    nullable(text(500, 'How it speaks: casual, professional, humorous …')),
  ),
  voiceExamples: Type.Optional(
    Type.Array(text(2_000, 'A text that sounds like it.'), {
      maxItems: 10,
      description: 'Texts that sound like it, for people and AI to write after.',
    }),
  ),
  bannedWords: Type.Optional(
    Type.Array(text(100, 'A word, or several.'), {
      maxItems: 100,
      uniqueItems: true,
      description: 'What it never says.',
    }),
  ),
  defaultHashtags: Type.Optional({
    ...PostFields.hashtags,
    description: 'What an editor offers for a new post; nothing is added by itself.',
  }),
  logoUrl: Type.Optional(
    nullable(
      Type.String({
        format: 'uri',
        pattern: '^https?://',
        maxLength: 2_000,
        description:
          'Address of a picture elsewhere; for one of the library, `PUT /v1/brands/:id/logo`.',
      }),
    ),
  ),
  minimumGapMinutes: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_440,
      description: 'The least distance between two posts to one account; 0, the default, for none.',
    }),
  ),
  timezone: Type.Optional(
    Type.String({
      maxLength: 64,
      description: 'An IANA name such as `Europe/London`: what the brand’s calendar goes by.',
    }),
  ),
}

/** The body of `POST /v1/brands`. */
export const CreateBrandBody = Type.Object(
  {
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
    name: Name,
    ...optionalFields,
  },
  {
    ...closed,
    description: 'A new brand. It counts against the plan’s limit until it is deleted.',
    examples: [
      {
        name: 'Acme Bakery',
        description: 'Bread and cakes, since 1921.',
        industry: 'Food',
        targetAudience: 'People who live around the corner',
        toneOfVoice: 'casual',
        timezone: 'Europe/London',
      },
    ],
  },
)

/** See {@link CreateBrandBody}. */
export type CreateBrandBody = Static<typeof CreateBrandBody>

/** The body of `PATCH /v1/brands/:id`. */
export const UpdateBrandBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    name: Type.Optional(Name),
    ...optionalFields,
  },
  {
    ...closed,
    description: 'Only what is named changes; `null` empties a field.',
    examples: [{ version: 1, name: 'Acme Bakery & Café', toneOfVoice: null }],
  },
)

/** See {@link UpdateBrandBody}. */
export type UpdateBrandBody = Static<typeof UpdateBrandBody>

/** A brand as it is answered. */
export const BrandView = Type.Object({
  id: Id,
  organizationId: Id,
  name: Type.String(),
  description: nullable(Type.String()),
  industry: nullable(Type.String()),
  targetAudience: nullable(Type.String()),
  toneOfVoice: nullable(Type.String()),
  voiceExamples: Type.Array(Type.String()),
  bannedWords: Type.Array(Type.String()),
  defaultHashtags: Type.Array(Type.String()),
  logoUrl: nullable(
    Type.String({ description: 'One of the library works without a login, for a day.' }),
  ),
  logoMediaId: nullable(Id),
  timezone: Type.String(),
  minimumGapMinutes: Type.Integer(),
  version: Type.Integer({ description: 'Send it with the next change. Also the `ETag`.' }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
})

/** See {@link BrandView}. */
export type BrandView = Static<typeof BrandView>

/** The query of the list. */
export const BrandsQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional(
      Type.String({ format: 'uuid', description: 'Your personal organization by default.' }),
    ),
  },
  closed,
)

/** The body of `PUT /v1/brands/:id/logo`. */
export const LogoBody = Type.Object(
  { mediaId: Type.String({ format: 'uuid', description: 'A picture of the library.' }) },
  { ...closed, examples: [{ mediaId: '01997c3e-7a10-7c00-8000-000000000002' }] },
)

/** The path of one brand. */
export const BrandParams = Type.Object({ id: Id })
