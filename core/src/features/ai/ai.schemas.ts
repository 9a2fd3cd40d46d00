import { Type, type Static } from 'typebox'
import { Id, Platform } from '../posts/post-fields.schemas.ts'
import { lengths } from './prompts/content.prompt.ts'

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
