import { Type, type Static } from 'typebox'
import { PageQuery } from '../../http/pagination.ts'
import type { MediaKind } from './media.model.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Id = Type.String({ format: 'uuid' })
// PostgreSQL keeps no text with the character U+0000.
const Alt = Type.String({
  maxLength: 2_000,
  pattern: '^[^\\u0000]*$',
  description: 'What is to be seen, for people who do not see it.',
  examples: ['A red bicycle in front of a shop window'],
})
const Tag = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000]*$' })
const Tags = Type.Array(Tag, { maxItems: 50, uniqueItems: true, examples: [['launch', 'autumn']] })
const OrganizationId = Type.String({
  format: 'uuid',
  description: 'Your personal organization by default, or the one of the brand.',
})
const BrandId = Type.String({ format: 'uuid', description: 'The brand that it belongs to.' })
const Kind = Type.Unsafe<MediaKind>({
  type: 'string',
  enum: ['image', 'gif', 'video', 'document'],
  description: '`gif` is one that moves.',
})
const Disposition = Type.Unsafe<'inline' | 'attachment'>({
  type: 'string',
  enum: ['inline', 'attachment'],
  default: 'attachment',
  description: 'Whether a browser shows it or saves it.',
})

export const MediaParams = Type.Object({ id: Id })

/** A picture or video of the library. */
export const MediaView = Type.Object({
  id: Id,
  organizationId: Id,
  brandId: Nullable(Id),
  userId: Nullable(Id),
  kind: Kind,
  filename: Type.String({ examples: ['0199b1c2-0000-7000-8000-000000000000.jpg'] }),
  originalName: Type.String({ examples: ['bicycle.jpg'] }),
  mimeType: Type.String({ examples: ['image/jpeg'] }),
  size: Type.Integer({ description: 'Bytes.' }),
  url: Type.String({ format: 'uri', description: 'Works without a login, for a day.' }),
  thumbnailUrl: Nullable(
    Type.String({ format: 'uri', description: 'At most 512 pixels a side; `null` for videos.' }),
  ),
  width: Nullable(Type.Integer({ description: 'Pixels, as it is shown.' })),
  height: Nullable(Type.Integer()),
  durationMs: Nullable(Type.Integer({ description: 'Of videos and moving pictures.' })),
  alt: Nullable(Type.String()),
  tags: Type.Array(Type.String()),
  version: Type.Integer({ description: 'Give it back with a change.' }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
})
export type MediaView = Static<typeof MediaView>

/** A medium with the places where it is used. */
export const MediaDetailView = Type.Object({
  ...MediaView.properties,
  usage: Type.Object(
    {
      posts: Type.Array(Type.Object({ id: Id, brandId: Id, status: Type.String() }), {
        description: 'Posts and drafts that have it, newest first, at most a hundred.',
      }),
      logos: Type.Array(Id, { description: 'Brands whose logo it is.' }),
    },
    { description: 'Where it is used, as far as you see it.' },
  ),
})

/** A medium that has just come in. */
export const NewMediaView = Type.Object({
  ...MediaView.properties,
  duplicateOf: Nullable(
    Type.String({
      format: 'uuid',
      description:
        'The oldest medium of the library with the same bytes. The new one is stored and counted all the same; delete it, if you do not want it.',
    }),
  ),
})

export const MediaQuery = Type.Object(
  {
    ...PageQuery,
    organizationId: Type.Optional(OrganizationId),
    brandId: Type.Optional(BrandId),
    kind: Type.Optional(Kind),
    tag: Type.Optional(Tag),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'Words, or parts of words, all of which must be in the name, the alternative text or the tags, in any case.',
      }),
    ),
    unused: Type.Optional(
      Type.Boolean({ description: 'Whether no post, draft or logo has it; both by default.' }),
    ),
  },
  { additionalProperties: false },
)
export type MediaQuery = Static<typeof MediaQuery>

/** The query of what is of one place of the library. */
export const MediaPlaceQuery = Type.Object(
  { organizationId: Type.Optional(OrganizationId), brandId: Type.Optional(BrandId) },
  { additionalProperties: false },
)

const about = {
  organizationId: Type.Optional(OrganizationId),
  brandId: Type.Optional(BrandId),
  alt: Type.Optional(Alt),
  tags: Type.Optional(Tags),
}

/** The parts of a `multipart/form-data` body, after the file has been taken out of it. */
export const UploadBody = Type.Object(
  {
    file: Type.String({
      format: 'binary',
      description: 'JPEG, PNG, WebP, GIF, MP4, MOV or PDF. Its content decides, not its name.',
    }),
    ...about,
    tags: Type.Optional(
      Type.Array(Tag, {
        maxItems: 50,
        uniqueItems: true,
        description: 'Repeat the field, or separate them by commas.',
      }),
    ),
  },
  { additionalProperties: false, description: 'One file, and what is known about it.' },
)

export const ImportBody = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2_048,
      description: 'A public https address of the file itself; it must not redirect.',
    }),
    ...about,
  },
  {
    additionalProperties: false,
    description: 'Where to fetch a picture or video from.',
    examples: [{ url: 'https://example.com/bicycle.jpg', alt: 'A red bicycle', tags: ['launch'] }],
  },
)

export const MediaPatch = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The `version` that was read; or send it as `If-Match`.',
      }),
    ),
    alt: Type.Optional(Nullable(Alt)),
    tags: Type.Optional(Tags),
  },
  {
    additionalProperties: false,
    description: 'What to change; what is left out stays.',
    examples: [{ version: 1, alt: 'A red bicycle', tags: ['launch'] }],
  },
)
export type MediaPatch = Static<typeof MediaPatch>

export const SignedUrlQuery = Type.Object(
  {
    disposition: Disposition,
    expiresIn: Type.Integer({
      minimum: 60,
      maximum: 604_800,
      default: 3_600,
      description: 'Seconds.',
    }),
  },
  { additionalProperties: false },
)

export const SignedUrlView = Type.Object({
  url: Type.String({ format: 'uri' }),
  expiresAt: Type.String({ format: 'date-time' }),
})

export const MediaFileQuery = Type.Object(
  {
    organization: Id,
    variant: Type.String({ pattern: '^(file|thumbnail|[0-9a-f]{32})$' }),
    disposition: Type.Unsafe<'inline' | 'attachment'>({
      type: 'string',
      enum: ['inline', 'attachment'],
    }),
    expires: Type.Integer({ minimum: 0, maximum: 99_999_999_999 }),
    signature: Type.String({ maxLength: 100 }),
  },
  { additionalProperties: false },
)
