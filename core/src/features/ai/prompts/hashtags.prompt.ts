import type { Connector } from '@t21/plugin-kit'
import type { Material } from '../material.ts'
import { brandBlocks } from './common.ts'
import type { Prompt } from './prompt.ts'

/** Hashtags for a text that is there. */
export function hashtagsPrompt(
  material: Material,
  wish: {
    readonly content: string
    readonly count: number
    readonly connector: Readonly<Connector> | undefined
  },
): Prompt {
  const network = wish.connector === undefined ? '' : ` on ${wish.connector.displayName}`
  return {
    template: 'hashtags@1',
    rules: [
      `Suggest ${wish.count} hashtags${network} for the text in the block "text", those first that help most people to find it.`,
      'Of letters, digits and underscores, without "#", in the language of the text, none that is in it already.',
      'The block "brand" says who speaks; use no word of "neverSays".',
    ],
    blocks: [...brandBlocks(material), { name: 'text', text: wish.content }],
    pictures: [],
  }
}
