import type { Connector } from '@t21/plugin-kit'
import type { Material } from '../material.ts'
import { brandBlocks, brandRules, hashtagRules } from './common.ts'
import type { Prompt } from './prompt.ts'

/** One text, told anew for each network. */
export function repurposePrompt(
  material: Material,
  wish: { readonly content: string; readonly connectors: readonly Readonly<Connector>[] },
): Prompt {
  const limits = wish.connectors.map(
    ({ platform, displayName, capabilities }) =>
      `"${platform}" is for ${displayName}: at most ${capabilities.text.maxLength} characters, hashtags included.`,
  )
  return {
    template: 'repurpose@1',
    rules: [
      'Tell the text in the block "text" anew for each network, as people write there; keep what it says, and invent no facts.',
      ...limits,
      ...brandRules,
      ...hashtagRules,
    ],
    blocks: [...brandBlocks(material), { name: 'text', text: wish.content }],
    pictures: [],
  }
}
