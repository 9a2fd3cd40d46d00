import { fitModes, type FitMode } from '../../plugins/fit-plan.ts'
import { Type, type TSchema, type Static } from 'typebox'

/** `null` or the schema, as one `type` of two words: much cheaper to serialise than `anyOf`. */
export function nullable<Schema extends TSchema>(
  schema: Schema,
): ReturnType<typeof Type.Unsafe<Static<Schema> | null>> {
  const type = (schema as { readonly type?: string }).type
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [type, 'null'] })
}

/** An id. */
export const Id = Type.String({ format: 'uuid' })

/** A moment. */
export const Time = Type.String({
  format: 'date-time',
  description: 'ISO 8601 with a zone.',
  examples: ['2027-01-15T10:00:00Z'],
})

/** The name of a platform; which there are, `GET /v1/platforms` tells. */
export const Platform = Type.String({
  pattern: '^[A-Z][A-Z0-9_]*$',
  maxLength: 50,
  description: 'In capitals, as in `GET /v1/platforms`.',
  examples: ['TWITTER'],
})

/** The specification's limits; a network's own are checked by its connector. */
const maxContent = 5_000
const maxMedia = 10

const mediaIdsOptions = {
  uniqueItems: true,
  description: 'Media of the library, in the order in which they are shown.',
}

/** The fields of a post that its author writes, as they are accepted and answered. */
export const PostFields = {
  content: Type.String({
    maxLength: maxContent,
    description:
      'The text. May be empty only where there is a picture or video. Each network’s own limit is checked when the post is scheduled, and by `POST /v1/posts/validate`.',
  }),
  platforms: Type.Array(Platform, {
    maxItems: 20,
    uniqueItems: true,
    description: 'Where it goes: to every active account of the brand on these platforms.',
  }),
  socialAccountIds: Type.Array(Id, {
    maxItems: 100,
    uniqueItems: true,
    description: 'Exactly these accounts, in place of all accounts of the platforms.',
  }),
  hashtags: Type.Array(
    Type.String({
      pattern: '^#?[\\p{L}\\p{M}\\p{N}_]+$',
      maxLength: 100,
      description: 'Letters, digits and underscores; the `#` may be left out.',
      examples: ['ProductLaunch'],
    }),
    {
      maxItems: 30,
      description: 'Put behind the text as each network does, unless the text has them already.',
    },
  ),
  imageUrls: Type.Array(Type.String({ format: 'uri', maxLength: 2_048 }), {
    maxItems: maxMedia,
    uniqueItems: true,
    description:
      'Public addresses of pictures. They are fetched into the library before the post is stored, and stand behind `mediaIds`.',
  }),
  videoUrl: Type.String({
    format: 'uri',
    maxLength: 2_048,
    description: 'The public address of a video, fetched as pictures are.',
  }),
  mediaIds: Type.Array(Id, { ...mediaIdsOptions, maxItems: maxMedia }),
  altTexts: Type.Record(Type.String(), Type.String({ maxLength: 2_000 }), {
    maxProperties: 100,
    description:
      'Alternative texts by media id, or by address for what `imageUrls` names. They hold wherever the post uses the picture; without one, the library’s is used.',
  }),
  thread: Type.Array(
    Type.Object(
      {
        content: Type.String({ maxLength: maxContent }),
        mediaIds: Type.Optional(Type.Array(Id, { ...mediaIdsOptions, maxItems: maxMedia })),
      },
      { additionalProperties: false },
    ),
    {
      maxItems: 50,
      description: 'The posts after the first. Networks without threads refuse it.',
    },
  ),
  firstComment: Type.String({
    maxLength: maxContent,
    description: 'Written below the post as soon as it is there.',
  }),
  aiGenerated: Type.Boolean({ description: 'Whether an AI wrote the text.' }),
  aiPrompt: Type.String({ maxLength: 5_000 }),
  aiModel: Type.String({ maxLength: 200 }),
}

/** What differs on one platform; a field that is missing is taken from the post. */
export const Override = Type.Object(
  {
    content: Type.Optional(PostFields.content),
    hashtags: Type.Optional(PostFields.hashtags),
    thread: Type.Optional(PostFields.thread),
    firstComment: Type.Optional(nullable(PostFields.firstComment)),
    // The most that any network takes in one post.
    mediaIds: Type.Optional(Type.Array(Id, { ...mediaIdsOptions, maxItems: 35 })),
    mediaFit: Type.Optional(
      Type.Unsafe<FitMode>({
        type: 'string',
        enum: [...fitModes],
        description:
          'What is done with pictures of a shape that this platform does not take: `pad` (white borders, the default) or `crop`. Converting and scaling down happen by themselves; `POST /v1/posts/validate` tells what will be done.',
      }),
    ),
    options: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        maxProperties: 50,
        description: 'The platform’s own options; their schema is in `GET /v1/platforms`.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** Overrides by platform. */
export const Overrides = Type.Record(Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' }), Override, {
  additionalProperties: false,
  maxProperties: 20,
  description: 'What differs on single platforms. A field that is missing is taken from the post.',
})
