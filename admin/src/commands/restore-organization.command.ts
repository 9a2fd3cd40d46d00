import { restoreOrganization } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'

/** Opens a suspended organization again. */
export const restoreOrganizationCommand: Command = {
  id: 'restore',
  label: 'Restore',
  icon: 'RotateCcw',
  on: 'organizations',
  subject: 'Organization',
  verb: 'restore',
  dangerous: false,
  prompt: 'Its members can work again. Posts that are late go out now, spread over time.',
  when: ({ personal, status }) => status === 'suspended' && personal === false,
  async run({ context, record }) {
    const late = await restoreOrganization(context, record.id)
    await forgetMembers(context, record.id)
    return `${String(record['name'])} is back; ${late} late deliveries go out.`
  },
}
