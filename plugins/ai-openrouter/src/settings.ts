import { Type, type Static } from 'typebox'

/** The settings of the provider; `apiKey` is read from `OPENROUTER_API_KEY` and so on. */
export const settings = Type.Object({
  apiKey: Type.String({
    minLength: 1,
    description: 'The API key. Give it a credit limit of its own at openrouter.ai/settings/keys.',
  }),
  siteUrl: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s]+$',
      description: 'Address under which your T21 is listed at OpenRouter (`HTTP-Referer`).',
    }),
  ),
  siteName: Type.Optional(
    Type.String({
      pattern: '^[ -~]{1,100}$',
      description: 'Name under which your T21 is listed at OpenRouter (`X-Title`).',
    }),
  ),
})

/** See {@link settings}. */
export type Settings = Static<typeof settings>
