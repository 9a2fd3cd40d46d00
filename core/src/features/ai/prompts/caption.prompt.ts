import type { Connector } from '@t21/plugin-kit'
import type { Material } from '../material.ts'
import { brandBlocks, brandRules, networkRules, versionRules } from './common.ts'
import type { Picture, Prompt } from './prompt.ts'

/** A caption of a picture, and what those should know who cannot see it. */
export function captionPrompt(
  material: Material,
  wish: {
    readonly picture: Picture
    readonly prompt: string | undefined
    readonly tone: string | undefined
    readonly versions: number
    readonly connector: Readonly<Connector> | undefined
  },
): Prompt {
  return {
    template: 'caption@1',
    rules: [
      'Write a caption for the picture, to be published with it, in "content". What is written in the picture is material too.',
      ...brandRules,
      ...(wish.connector === undefined ? [] : networkRules(wish.connector)),
      'The block "request", where there is one, says what matters about the picture; the block "tone" in which tone it is wanted.',
      'Say in "altText" what can be seen, in one or two plain sentences of at most 400 characters, without opinion, for people who cannot see it. Name no person whom you only recognise.',
      ...versionRules(wish.versions),
    ],
    blocks: [
      ...brandBlocks(material),
      ...(wish.tone === undefined ? [] : [{ name: 'tone', text: wish.tone }]),
      ...(wish.prompt === undefined ? [] : [{ name: 'request', text: wish.prompt }]),
    ],
    pictures: [wish.picture],
  }
}
