import { Type, type Static } from 'typebox'
import { Id, Platform } from '../posts/post-fields.schemas.ts'
import { lengths } from './prompts/content.prompt.ts'
import { improvements, type Improvement } from './prompts/improve.prompt.ts'

const closed = { additionalProperties: false }

const Brand = { ...Id, description: 'The brand that speaks.' }
const Text = (description: string) =>
  Type.String({ minLength: 1, maxLength: 5_000, pattern: '\\S', description })
const Words = (maxLength: number, description: string, example: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description, examples: [example] })

const optional = {
  platform: Type.Optional({
    ...Platform,
    description:
      'The network that it is for: it fits its rules, in capitals as in `GET /v1/platforms`.',
  }),
  tone: Type.Optional(Words(100, 'By default that of the brand.', 'professional')),
  language: Type.Optional(Words(50, 'By default that of what was given.', 'French')),
  includeHashtags: Type.Optional(Type.Boolean({ default: true })),
  variants: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 5,
      default: 1,
      description: 'So many versions, for a credit each.',
    }),
  ),
} as const

/** The body of `POST /v1/ai/generate-content`. */
export const GenerateContentBody = Type.Object(
  {
    brandId: Brand,
    prompt: Text('What the post shall be about.'),
    platform: optional.platform,
    tone: optional.tone,
    length: Type.Optional(
      Type.Unsafe<(typeof lengths)[number]>({
        type: 'string',
        enum: [...lengths],
        default: 'medium',
      }),
    ),
    language: optional.language,
    includeHashtags: optional.includeHashtags,
    variants: optional.variants,
  },
  {
    ...closed,
    description: 'A text that is wanted.',
    examples: [
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        prompt: 'Create a post about the importance of AI in marketing',
        tone: 'professional',
        length: 'medium',
        includeHashtags: true,
      },
    ],
  },
)

/** See {@link GenerateContentBody}. */
export type GenerateContentBody = Static<typeof GenerateContentBody>

/** The body of `POST /v1/ai/generate-image-caption`. */
export const ImageCaptionBody = Type.Object(
  {
    brandId: Brand,
    mediaId: Type.Optional({ ...Id, description: 'A picture of the library.' }),
    imageUrl: Type.Optional(
      Type.String({
        format: 'uri',
        maxLength: 2_048,
        description: 'Or the public https address of one; it is looked at, and not kept.',
      }),
    ),
    prompt: Type.Optional(Text('What matters about the picture.')),
    platform: optional.platform,
    tone: optional.tone,
    variants: optional.variants,
  },
  {
    ...closed,
    description: 'A picture that wants a caption, by `mediaId` or by `imageUrl`.',
    examples: [
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        mediaId: '01997c3e-7a10-7c00-8000-000000000002',
      },
    ],
  },
)

/** See {@link ImageCaptionBody}. */
export type ImageCaptionBody = Static<typeof ImageCaptionBody>

/** The body of `POST /v1/ai/suggest-hashtags`. */
export const SuggestHashtagsBody = Type.Object(
  {
    brandId: Brand,
    content: Text('The text that they are for.'),
    platform: optional.platform,
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 10 })),
  },
  {
    ...closed,
    description: 'A text that wants hashtags.',
    examples: [
      { brandId: '01997c3e-7a10-7c00-8000-000000000001', content: 'Our new bread is here.' },
    ],
  },
)

/** See {@link SuggestHashtagsBody}. */
export type SuggestHashtagsBody = Static<typeof SuggestHashtagsBody>

/** The body of `POST /v1/ai/improve-content`. */
export const ImproveContentBody = Type.Object(
  {
    brandId: Brand,
    content: Text('The text as it is.'),
    action: Type.Unsafe<Improvement>({
      type: 'string',
      enum: [...improvements],
      description:
        'What shall be done to it. `tone` needs `tone`, `translate` needs `language`, `custom` needs `instruction`.',
    }),
    tone: optional.tone,
    language: optional.language,
    instruction: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S', examples: ['Rhyme it.'] }),
    ),
    platform: optional.platform,
    variants: optional.variants,
  },
  {
    ...closed,
    description: 'A text that shall be better.',
    examples: [
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        content: 'Our new bread is here.',
        action: 'translate',
        language: 'French',
      },
    ],
  },
)

/** See {@link ImproveContentBody}. */
export type ImproveContentBody = Static<typeof ImproveContentBody>

/** The body of `POST /v1/ai/repurpose`. */
export const RepurposeBody = Type.Object(
  {
    brandId: Brand,
    content: Text('The text as it is.'),
    platforms: Type.Array(Platform, {
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      description: 'The networks that want a version, for a credit each.',
    }),
  },
  {
    ...closed,
    description: 'A text for several networks.',
    examples: [
      {
        brandId: '01997c3e-7a10-7c00-8000-000000000001',
        content: 'Our new bread is here.',
        platforms: ['TWITTER'],
      },
    ],
  },
)

/** See {@link RepurposeBody}. */
export type RepurposeBody = Static<typeof RepurposeBody>
