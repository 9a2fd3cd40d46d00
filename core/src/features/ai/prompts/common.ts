import type { Connector } from '@t21/plugin-kit'
import type { Material } from '../material.ts'
import type { Block } from './prompt.ts'

/** What a brand says of itself, and what did best, as data. */
export function brandBlocks({ brand, bestPosts }: Material): Block[] {
  const about = {
    name: brand.name,
    description: brand.description,
    industry: brand.industry,
    audience: brand.targetAudience,
    voice: brand.toneOfVoice,
    neverSays: brand.bannedWords,
    soundsLikeThis: brand.voiceExamples,
  }
  const best = { name: 'best posts', text: JSON.stringify(bestPosts) }
  return [{ name: 'brand', text: JSON.stringify(about) }, ...(bestPosts.length === 0 ? [] : [best])]
}

/** How to use {@link brandBlocks}. */
export const brandRules: readonly string[] = [
  'The block "brand" describes who speaks: write in its voice, for its audience, and use no word of "neverSays".',
  'The block "best posts", where there is one, has earlier texts that did well: take their manner, not their words.',
]

/** What a network takes, by what its connector says. */
export function networkRules({ displayName, capabilities }: Readonly<Connector>): string[] {
  const { maxLength } = capabilities.text
  return [
    `The text is for ${displayName}: at most ${maxLength} characters, hashtags included; stay well below it.`,
  ]
}

/** How hashtags are given. */
export const hashtagRules: readonly string[] = [
  'Give hashtags in "hashtags", without "#", of letters, digits and underscores; leave them out of the text.',
]

/** How the versions of an answer differ. */
export function versionRules(count: number): string[] {
  return count === 1
    ? []
    : [`Write ${count} versions that differ in idea and wording, not in some words only.`]
}
