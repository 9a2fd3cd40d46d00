import type { Connector } from '@t21/plugin-kit'
import type { Material } from '../material.ts'
import { brandBlocks, brandRules, hashtagRules, networkRules, versionRules } from './common.ts'
import type { Prompt } from './prompt.ts'

/** How long a text can be wanted. */
export const lengths = ['short', 'medium', 'long'] as const

const wordsOf: Readonly<Record<(typeof lengths)[number], string>> = {
  short: 'one or two sentences',
  medium: '60 to 120 words',
  long: '150 to 250 words',
}

/** A new text. */
export function contentPrompt(
  material: Material,
  wish: {
    readonly prompt: string
    readonly tone: string | undefined
    readonly length: (typeof lengths)[number]
    readonly language: string | undefined
    readonly includeHashtags: boolean
    readonly versions: number
    readonly connector: Readonly<Connector> | undefined
  },
): Prompt {
  return {
    template: 'content@1',
    rules: [
      'Write a post about what the block "request" asks for.',
      ...brandRules,
      ...(wish.connector === undefined ? [] : networkRules(wish.connector)),
      `It has ${wordsOf[wish.length]}, or fewer where the limit is lower.`,
      'Write in the language that the block "language" names, else in that of the request; in the tone that the block "tone" names, else in that of the brand.',
      ...(wish.includeHashtags ? hashtagRules : ['Use no hashtags.']),
      ...versionRules(wish.versions),
    ],
    blocks: [
      ...brandBlocks(material),
      ...(wish.tone === undefined ? [] : [{ name: 'tone', text: wish.tone }]),
      ...(wish.language === undefined ? [] : [{ name: 'language', text: wish.language }]),
      { name: 'request', text: wish.prompt },
    ],
    pictures: [],
  }
}
