import type { Knex } from 'knex'
import { ApiError } from '../../errors.ts'
import { endSessions } from '../auth/sessions.service.ts'
import { wordsFor } from '../mail/locales/words.ts'
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

/** What else may stand in the way of a deletion. */
interface ShutOptions {
  /** Who does it, for the histories of deliveries. */
  readonly actor: string
  /** The password that was shown, as it is stored, `null` for an account without one; nothing where the operator does it. */
  readonly verified: { readonly passwordHash: string | null } | null
  /** `leave`: what is on its way is brought to its end by the engine. */
  readonly inFlight: 'refuse' | 'leave'
}

/**
 * Shuts an account: nobody can log in to it or use its keys, it has no name and no address, and it belongs to no organization.
 * Those that were the person's alone are deleted with what is scheduled in them; jobs erase what is left.
 *
 * @throws ApiError WRONG_PASSWORD where the account is not active, or has another password by now; SOLE_OWNER,
 * DELIVERY_IN_FLIGHT. Nothing has changed then
 */
export async function shutAccount(
  transaction: Knex.Transaction,
  userId: string,
  { actor, verified, inFlight }: ShutOptions,
): Promise<void> {
  const places = await lockPlaces(transaction, userId)
  refuseOrphans(places)
  const user = await User.query(transaction)
    .findById(userId)
    .where((of) => {
      if (verified === null) void of.whereNot('status', 'deleted')
      else void of.where({ password_hash: verified.passwordHash, status: 'active' })
    })
    .forUpdate()
  if (user === undefined) throw new ApiError('WRONG_PASSWORD')
  for (const place of places) await leave(transaction, userId, place, { actor, inFlight })
  await endSessions(transaction, 'account_deleted', { user_id: userId })
  // Whoever comes back by the same login of a provider is somebody new.
  await transaction('login_identities').where({ user_id: userId }).delete()
  await transaction('api_keys')
    .where({ user_id: userId })
    .whereNull('revoked_at')
    .update({ revoked_at: transaction.raw('clock_timestamp()') })
  const tombstone = tombstoneOf(userId)
  const memberIds = places.map(({ memberId }) => memberId)
  await forgetAddress(transaction, { email: user.email, memberIds, tombstone })
  await User.query(transaction).findById(userId).patch({
    status: 'deleted',
    suspendedBecause: null,
    email: tombstone,
    emailVerifiedAt: null,
    name: null,
    avatarUrl: null,
    passwordHash: null,
    passwordAlgorithm: null,
    authProviderId: null,
    lastLoginAt: null,
    locale: null,
    timezone: null,
  })
  const told = accountDeletedMail(wordsFor(user.locale))
  await enqueueMail(transaction, { userId: null, recipient: user.email, ...told })
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
  { actor, inFlight }: Pick<ShutOptions, 'actor' | 'inFlight'>,
): Promise<void> {
  if (others === 0) {
    await cancelDeliveriesOf(transaction, { organizationId }, actor, { inFlight })
    await transaction('organizations').where({ id: organizationId }).update({ status: 'deleted' })
  } else if (heir !== null) {
    await transaction('organizations')
      .where({ id: organizationId, owner_id: userId })
      .update({ owner_id: heir })
  }
  await transaction('team_members').where({ id: memberId }).delete()
  await returnQuota(transaction, { organizationId, metric: 'members', subjectId: memberId })
}
