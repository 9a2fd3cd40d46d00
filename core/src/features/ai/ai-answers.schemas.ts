import { Type } from 'typebox'
import type { TSchema } from 'typebox'
import { Id } from '../posts/post-fields.schemas.ts'
import type { Notice } from './fit-version.ts'

/** What a person should know of a text. */
export const Notices = Type.Array(
  Type.Object({
    code: Type.Unsafe<Notice['code']>({
      type: 'string',
      enum: ['text_cut', 'hashtags_left_out', 'banned_word', 'version_missing'],
    }),
    message: Type.String(),
  }),
  { description: 'What a person should know before it is published; mostly empty.' },
)

const Content = Type.String()
const Hashtags = Type.Array(Type.String(), { description: 'Without `#`.' })

const about = {
  id: {
    ...Id,
    description: 'Of the generation; give it as `aiGenerationId` to a post that is made of it.',
  },
  model: Type.String({ description: 'The model that wrote it.' }),
  tokensUsed: Type.Integer({ description: 'What it read and wrote.' }),
  notices: Notices,
} as const

/** What came of `POST /v1/ai/generate-content`. */
export const ContentView = Type.Object({
  ...about,
  content: Content,
  hashtags: Hashtags,
  variants: Type.Array(Type.Object({ content: Content, hashtags: Hashtags, notices: Notices }), {
    description: 'All versions; the first is `content`.',
  }),
})

const AltText = Type.String({ description: 'For those who cannot see the picture.' })

/** What came of `POST /v1/ai/generate-image-caption`. */
export const CaptionView = Type.Object({
  ...about,
  caption: Content,
  altText: AltText,
  variants: Type.Array(Type.Object({ caption: Content, altText: AltText, notices: Notices }), {
    description: 'All versions; the first is `caption`.',
  }),
})

/** What came of `POST /v1/ai/suggest-hashtags`. */
export const HashtagsView = Type.Object({ ...about, hashtags: Hashtags })

/** What came of `POST /v1/ai/improve-content`. */
export const ImprovedView = Type.Object({
  ...about,
  content: Content,
  variants: Type.Array(Type.Object({ content: Content, notices: Notices }), {
    description: 'All versions; the first is `content`.',
  }),
})

/** What came of `POST /v1/ai/repurpose`. */
export const RepurposedView = Type.Object({
  ...about,
  versions: Type.Array(
    Type.Object({
      platform: Type.String(),
      content: Content,
      hashtags: Hashtags,
      notices: Notices,
    }),
  ),
})

/** What it cost. */
export const CreditsMeta = Type.Object({
  creditsUsed: Type.Integer({
    description: 'One a version; none where somebody else’s equal request has paid for it.',
  }),
  creditsRemaining: Type.Integer({ description: 'AI credits left in this month’s plan.' }),
})

/** The answer 200 of a route that writes: as a whole, or as it is written. */
export function writtenAs<View extends TSchema>(
  view: View,
): {
  content: {
    'application/json': { schema: TSchema }
    'text/event-stream': { schema: TSchema }
  }
} {
  return {
    content: {
      'application/json': { schema: Type.Object({ data: view, meta: CreditsMeta }) },
      'text/event-stream': {
        schema: Type.String({
          description:
            'With `Accept: text/event-stream`: `text` events (`{"version", "field", "text"}`, more of a text), `restart` (what came until now does not count), and last `done` with the same object as in JSON, or `error` with the same as in the answer of an error.',
        }),
      },
    },
  }
}
