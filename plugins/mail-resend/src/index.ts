import { defineProvider } from '@t21/plugin-kit'
import { settings } from './settings.ts'
import { openTransport } from './transport.ts'

/** Mail through Resend. */
export const provider = defineProvider({
  kind: 'mail',
  id: 'resend',
  displayName: 'Resend',
  settings,
  hosts: ['https://api.resend.com'],
  open: openTransport,
})

export default provider
