import type { ProviderHost } from '@t21/plugin-kit'
import { OpenAI } from 'openai'
import type { Settings } from './settings.ts'

/** Where OpenRouter answers. */
export const origin = 'https://openrouter.ai'

/** OpenRouter speaks the protocol of this library, at an address of its own. */
export function openClient(settings: Settings, host: ProviderHost): OpenAI {
  const { apiKey, siteUrl, siteName } = settings
  return new OpenAI({
    apiKey,
    baseURL: `${origin}/api/v1`,
    // Else the library looks for them in the environment, which T21 alone reads.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: host.fetch,
    // T21 tries again, and knows what it costs.
    maxRetries: 0,
    // Its messages could have prompts in them.
    logLevel: 'off',
    defaultHeaders: {
      ...(siteUrl !== undefined && { 'HTTP-Referer': siteUrl }),
      ...(siteName !== undefined && { 'X-Title': siteName }),
    },
  })
}
