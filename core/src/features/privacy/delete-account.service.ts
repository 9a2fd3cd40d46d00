import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import type { Passwords } from '../auth/passwords.ts'
import { endSessions } from '../auth/sessions.service.ts'
import { requirePassword } from '../auth/step-up.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { accountDeletedMail } from '../mail/templates/account-deleted.ts'
import { cancelDeliveriesOf } from '../publishing/scheduling.service.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { User } from '../users/user.model.ts'
import { forgetAddress, tombstoneOf } from './forget-address.ts'

/** One of the person's organizations. */
interface Place {
  readonly organizationId: string
  readonly memberId: string
  readonly name: string
  readonly others: number
  /** Somebody else who owns it. */
  readonly heir: string | null
  readonly owns: boolean
}

/**
 * Deletes an account. At once: nobody can log in to it or use its keys, it has no name and no address, it belongs to no
 * organization, and what is scheduled in organizations that were the person's alone is called off. These are erased by
 * `eraseOrganizations`, and the rest of what T21 knows of the person by `erasePeople`. What the person wrote for organizations
 * that go on stays with them.
 *
 * @throws ApiError WRONG_PASSWORD, RATE_LIMIT_EXCEEDED; SOLE_OWNER with the organizations whose other members would have no
 * owner; DELIVERY_IN_FLIGHT with what is on its way. Nothing has changed then
 */
export async function deleteAccount(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  password: string,
): Promise<void> {
  const { userId } = principal
  const verified = await requirePassword(context, passwords, principal, password)
  await inSystem(context.database, async (transaction) => {
    const places = await lockPlaces(transaction, userId)
    refuseOrphans(places)
    const user = await User.query(transaction)
      .findById(userId)
      .where({ password_hash: verified, status: 'active' })
      .forUpdate()
    if (user === undefined) throw new ApiError('WRONG_PASSWORD')
    for (const place of places) await leave(transaction, userId, place)
    await endSessions(transaction, 'account_deleted', { user_id: userId })
    await transaction('api_keys')
      .where({ user_id: userId })
      .whereNull('revoked_at')
      .update({ revoked_at: transaction.raw('clock_timestamp()') })
    await forgetAddress(transaction, {
      email: user.email,
      memberIds: places.map(({ memberId }) => memberId),
      tombstone: tombstoneOf(userId),
    })
    await User.query(transaction)
      .findById(userId)
      .patch({
        status: 'deleted',
        email: tombstoneOf(userId),
        emailVerifiedAt: null,
        name: null,
        avatarUrl: null,
        passwordHash: null,
        passwordAlgorithm: null,
        authProviderId: null,
        lastLoginAt: null,
      })
    await enqueueMail(transaction, {
      userId: null,
      recipient: user.email,
      ...accountDeletedMail(),
    })
  })
}

/** In the order in which everybody locks: organizations first, so that nobody waits for each other. */
async function lockPlaces(transaction: Knex.Transaction, userId: string): Promise<Place[]> {
  await transaction.raw(
    `select id from organizations where status <> 'deleted'
       and id in (select organization_id from team_members where user_id = ?)
     order by id for update`,
    [userId],
  )
  const { rows } = await transaction.raw<{ rows: Place[] }>(
    `select o.id as "organizationId", m.id as "memberId", o.name, m.role = 'OWNER' as owns,
       count(other.id)::int as others,
       (array_agg(other.user_id order by other.id) filter (where other.role = 'OWNER'))[1] as heir
     from team_members m
     join organizations o on o.id = m.organization_id and o.status <> 'deleted'
     left join team_members other on other.organization_id = o.id and other.user_id <> m.user_id
     where m.user_id = ? group by o.id, m.id order by o.id`,
    [userId],
  )
  return rows
}

function refuseOrphans(places: readonly Place[]): void {
  const orphans = places.filter(({ owns, others, heir }) => owns && others > 0 && heir === null)
  if (orphans.length === 0) return
  throw new ApiError('SOLE_OWNER', undefined, {
    details: orphans.map(({ organizationId, name, others }) => ({
      organizationId,
      name,
      otherMembers: others,
    })),
  })
}

async function leave(
  transaction: Knex.Transaction,
  userId: string,
  { organizationId, memberId, others, heir }: Place,
): Promise<void> {
  if (others === 0) {
    await cancelDeliveriesOf(transaction, { organizationId }, `user:${userId}`)
    await transaction('organizations').where({ id: organizationId }).update({ status: 'deleted' })
  } else if (heir !== null) {
    await transaction('organizations')
      .where({ id: organizationId, owner_id: userId })
      .update({ owner_id: heir })
  }
  await transaction('team_members').where({ id: memberId }).delete()
  await returnQuota(transaction, { organizationId, metric: 'members', subjectId: memberId })
}
