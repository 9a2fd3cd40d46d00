import { defineProvider } from '@t21/plugin-kit'
import { hostOf, settings } from './settings.ts'
import { openTransport } from './transport.ts'

/** Mail through SendGrid. */
export const provider = defineProvider({
  kind: 'mail',
  id: 'sendgrid',
  displayName: 'SendGrid',
  settings,
  hosts: (known) => [hostOf(known)],
  open: openTransport,
})

export default provider
