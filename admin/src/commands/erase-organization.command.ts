import { ApiError, deleteOrganizationPast, invalid } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'

/** Deletes a shared organization, on request. A personal one goes with its person. */
export const eraseOrganizationCommand: Command = {
  id: 'erase',
  label: 'Erase',
  icon: 'Trash2',
  on: 'organizations',
  subject: 'Organization',
  verb: 'erase',
  dangerous: true,
  prompt:
    'For everybody in it: brands, accounts, posts and files. What is scheduled is called off; what was published stays on the networks. It cannot be undone.',
  fields: [{ name: 'name', label: 'Its name', hint: 'Once more, to be sure.' }],
  when: ({ personal, status }) => status !== 'deleted' && personal === false,
  async run({ context, record, input }) {
    if (input['name'] !== record['name']) {
      throw invalid('name', 'That is not the name of this organization.')
    }
    if (!(await deleteOrganizationPast(context, record.id))) throw new ApiError('CONFLICT')
    await forgetMembers(context, record.id)
    return 'The organization is deleted; the rest is erased within the hour.'
  },
}
