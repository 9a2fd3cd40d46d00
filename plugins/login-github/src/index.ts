import { defineProvider } from '@t21/plugin-kit'
import { openLogin } from './login.ts'
import { settings } from './settings.ts'

/** Login with a GitHub account, by OAuth 2. */
export const provider = defineProvider({
  kind: 'login',
  id: 'github',
  displayName: 'GitHub',
  settings,
  hosts: ['https://github.com', 'https://api.github.com'],
  open: openLogin,
})

export default provider
