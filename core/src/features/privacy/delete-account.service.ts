import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import type { Passwords } from '../auth/passwords.ts'
import { requireStepUp, type StepUp } from '../auth/step-up.ts'
import { shutAccount } from './shut-account.ts'

/**
 * Deletes an account. At once: nobody can log in to it or use its keys, it has no name and no address, it belongs to no
 * organization, and what is scheduled in organizations that were the person's alone is called off. These are erased by
 * `eraseOrganizations`, and the rest of what T21 knows of the person by `erasePeople`. What the person wrote for organizations
 * that go on stays with them. The log has the id, for the day when a backup is restored.
 *
 * @throws ApiError what `requireStepUp` throws; SOLE_OWNER with the organizations whose other members would have no
 * owner; DELIVERY_IN_FLIGHT with what is on its way. Nothing has changed then
 */
export async function deleteAccount(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  proof: StepUp,
): Promise<void> {
  const { userId } = principal
  const passwordHash = await requireStepUp(context, passwords, principal, proof)
  const options = {
    actor: `user:${userId}`,
    verified: { passwordHash },
    inFlight: 'refuse',
  } as const
  await inSystem(context.database, (transaction) => shutAccount(transaction, userId, options))
  context.log.info({ userId }, 'account deleted')
}

/**
 * Deletes an account for whoever runs T21, past its password; what is on its way is brought to its end. What it leaves is erased
 * as above.
 *
 * @returns false where there is no such account, or none any more
 * @throws ApiError SOLE_OWNER
 */
export async function deleteAccountPast(
  { database }: Pick<Context, 'database'>,
  userId: string,
): Promise<boolean> {
  const options = { actor: 'operator', verified: null, inFlight: 'leave' } as const
  return inSystem(database, async (transaction) => {
    const there = await transaction('users').where({ id: userId }).whereNot('status', 'deleted')
    if (there.length > 0) await shutAccount(transaction, userId, options)
    return there.length > 0
  })
}
