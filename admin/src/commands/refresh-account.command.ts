import { renewAccountNow } from '@t21/core/console'
import type { Command } from './command.ts'
import { principalFor } from './principal-for.ts'

/** Renews an account's token. Not dangerous: a token that a network does not renew is dead already. */
export const refreshAccountCommand: Command = {
  id: 'refresh',
  label: 'Renew the token',
  icon: 'Key',
  on: 'social-accounts',
  subject: 'SocialAccount',
  verb: 'refresh',
  dangerous: false,
  prompt:
    'The network is asked for a new token now. If it says that the connection is dead, the owner is told to connect again.',
  when: ({ status, renewable }) => status === 'active' && renewable === true,
  async run({ context, staff, record }) {
    const principal = await principalFor(context, staff, record['organizationId'])
    const { tokenExpiresAt } = await renewAccountNow(context, principal, record.id)
    return tokenExpiresAt === null
      ? 'The token is renewed.'
      : `The token is renewed, and lives until ${tokenExpiresAt.toISOString()}.`
  },
}
