import { suspendOrganization } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'

/** Closes a shared organization for everybody in it. A personal one is suspended with its person. */
export const suspendOrganizationCommand: Command = {
  id: 'suspend',
  label: 'Suspend',
  icon: 'Slash',
  on: 'organizations',
  subject: 'Organization',
  verb: 'suspend',
  dangerous: true,
  prompt:
    'Members and API keys are refused at once, and what falls due waits. What is on its way to a network may finish.',
  when: ({ personal, status }) => status === 'active' && personal === false,
  async run({ context, record, reason }) {
    await suspendOrganization(context, record.id, reason)
    await forgetMembers(context, record.id)
    return `${String(record['name'])} is suspended.`
  },
}
