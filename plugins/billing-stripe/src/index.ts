import { defineProvider } from '@t21/plugin-kit'
import { openBilling } from './billing.ts'
import { settings } from './settings.ts'

/** Plans sold as subscriptions in Stripe. */
export const provider = defineProvider({
  kind: 'billing',
  id: 'stripe',
  displayName: 'Stripe',
  settings,
  hosts: ['https://api.stripe.com'],
  open: openBilling,
})

export default provider
