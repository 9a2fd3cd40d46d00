import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { endSessions } from '../auth/sessions.service.ts'
import { restorePersonal, suspendPersonal } from '../organizations/suspend-organization.service.ts'
import { User } from './user.model.ts'

type Parts = Pick<Context, 'database'>

/**
 * Suspends a person, for whoever runs T21: sessions end for good, keys rest, the personal organization is suspended with its
 * owner. What the person made in other organizations is theirs and goes on.
 *
 * @returns the sessions that ended, for `authenticator.forget`
 * @throws ApiError NOT_FOUND for somebody who is not active
 */
export async function suspendUser(
  { database }: Parts,
  id: string,
  reason: string,
): Promise<string[]> {
  return inSystem(database, async (transaction) => {
    const changed = await User.query(transaction)
      .where({ id, status: 'active' })
      .patch({ status: 'suspended', suspendedBecause: reason })
    if (changed === 0) throw notFound('User')
    await suspendPersonal(transaction, id, reason)
    return endSessions(transaction, 'suspended', { user_id: id })
  })
}

/**
 * Lets a suspended person in again, by a new login.
 *
 * @returns how many deliveries of the personal organization are late and go out
 * @throws ApiError NOT_FOUND for somebody who is not suspended
 */
export async function restoreUser({ database }: Parts, id: string): Promise<number> {
  return inSystem(database, async (transaction) => {
    const changed = await User.query(transaction)
      .where({ id, status: 'suspended' })
      .patch({ status: 'active', suspendedBecause: null })
    if (changed === 0) throw notFound('User')
    return restorePersonal(transaction, id)
  })
}
