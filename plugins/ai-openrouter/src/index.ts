import { defineProvider } from '@t21/plugin-kit'
import { openAi } from './ai.ts'
import { origin } from './client.ts'
import { settings } from './settings.ts'

/** The models of OpenRouter. */
export const provider = defineProvider({
  kind: 'ai',
  id: 'openrouter',
  displayName: 'OpenRouter',
  settings,
  hosts: [origin],
  open: openAi,
})

export default provider
