import { asked, billingOf, syncOrganization } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'

/** Reads what the provider of billing has of a customer, now. */
export const readBillingCommand: Command = {
  id: 'read-billing',
  label: 'Read billing again',
  icon: 'RefreshCw',
  on: 'organizations',
  subject: 'Subscription',
  verb: 'refresh',
  dangerous: false,
  prompt: 'What the provider says of subscription and invoices becomes what is shown here.',
  when: ({ status }) => status !== 'deleted',
  async run({ context, record }) {
    billingOf(context)
    const { subscription } = await asked(context, () => syncOrganization(context, record.id))
    await forgetMembers(context, record.id)
    return subscription === null
      ? 'The provider has no subscription of theirs.'
      : `Read: ${subscription.tier}, ${subscription.status}.`
  },
}
