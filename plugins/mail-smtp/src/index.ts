import { defineProvider } from '@t21/plugin-kit'
import { settings } from './settings.ts'
import { openTransport } from './transport.ts'

/** Mail through an SMTP server. */
export const provider = defineProvider({
  kind: 'mail',
  id: 'smtp',
  displayName: 'SMTP',
  settings,
  open: openTransport,
})

export default provider
