import { countBusiness } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Account } from '../accounts/account.ts'

/** Counts a call of Instagram Login against its account (instagram.md 3, "API rate"). @throws GraphRefusal 80002 */
export function countAccount(
  context: EmulatorContext,
  { id, username }: Account,
): Readonly<Record<string, string>> {
  return countBusiness(context, {
    id,
    busy: username.startsWith('busy'),
    type: 'instagram',
    code: 80002,
    what: 'Instagram account',
  })
}
