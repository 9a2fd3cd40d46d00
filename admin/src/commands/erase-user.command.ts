import { ApiError, deleteAccountPast, invalid } from '@t21/core/console'
import type { Command } from './command.ts'

/** Deletes somebody's account, on their request. */
export const eraseUserCommand: Command = {
  id: 'erase',
  label: 'Erase',
  icon: 'Trash2',
  on: 'users',
  subject: 'Customer',
  verb: 'erase',
  dangerous: true,
  prompt:
    'At once nobody can log in; name, address and the organizations that are theirs alone are gone within the hour. What was published stays on the networks. It cannot be undone. Only when they asked for it themselves.',
  fields: [
    {
      name: 'email',
      label: 'Their e-mail address',
      hint: 'Once more, to be sure.',
      personal: true,
    },
  ],
  when: ({ status }) => status !== 'deleted',
  async run({ context, record, input }) {
    const email = String(record['email'])
    if (input['email']?.toLowerCase() !== email.toLowerCase()) {
      throw invalid('email', 'That is not the address of this account.')
    }
    if (!(await deleteAccountPast(context, record.id))) throw new ApiError('CONFLICT')
    await context.forgetUser(record.id)
    return 'The account is deleted; the rest is erased within the hour.'
  },
}
