import type { Connector } from '@t21/plugin-kit'
import type { Material } from '../material.ts'
import { brandBlocks, networkRules, versionRules } from './common.ts'
import type { Prompt } from './prompt.ts'

/** What can be done to a text. */
export const improvements = [
  'shorten',
  'lengthen',
  'tone',
  'grammar',
  'translate',
  'custom',
] as const

/** See {@link improvements}. */
export type Improvement = (typeof improvements)[number]

const jobs: Readonly<Record<Improvement, string>> = {
  shorten: 'Make the text in the block "text" about half as long; keep what matters.',
  lengthen: 'Make the text in the block "text" about twice as long; invent no facts.',
  tone: 'Write the text in the block "text" in the tone that the block "wish" names; keep what it says.',
  grammar:
    'Correct spelling, grammar and punctuation of the text in the block "text", and nothing else.',
  translate:
    'Translate the text in the block "text" into the language that the block "wish" names; names, links and hashtags stay.',
  custom: 'Change the text in the block "text" as the block "wish" asks; it asks for nothing else.',
}

/** A text made better. */
export function improvePrompt(
  material: Material,
  wish: {
    readonly content: string
    readonly action: Improvement
    /** The tone, the language or the instruction. */
    readonly wish: string | undefined
    readonly versions: number
    readonly connector: Readonly<Connector> | undefined
  },
): Prompt {
  return {
    template: `improve-${wish.action}@1`,
    rules: [
      jobs[wish.action],
      'Answer with the whole changed text in "content".',
      'The block "brand" says who speaks; use no word of "neverSays".',
      ...(wish.connector === undefined ? [] : networkRules(wish.connector)),
      ...versionRules(wish.versions),
    ],
    blocks: [
      ...brandBlocks(material),
      ...(wish.wish === undefined ? [] : [{ name: 'wish', text: wish.wish }]),
      { name: 'text', text: wish.content },
    ],
    pictures: [],
  }
}
