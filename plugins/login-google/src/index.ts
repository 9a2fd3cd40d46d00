import { defineProvider } from '@t21/plugin-kit'
import { openLogin } from './login.ts'
import { settings } from './settings.ts'

/** Login with a Google account, by OpenID Connect. */
export const provider = defineProvider({
  kind: 'login',
  id: 'google',
  displayName: 'Google',
  settings,
  // Those of Google's discovery document.
  hosts: [
    'https://accounts.google.com',
    'https://oauth2.googleapis.com',
    'https://www.googleapis.com',
    'https://openidconnect.googleapis.com',
  ],
  open: openLogin,
})

export default provider
