import type { Principal } from '../../authz/principal.ts'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { requireContent } from '../../http/version.ts'
import { monthSql, periodJoin } from '../quotas/quota-period.ts'
import { requireTimezone } from '../brands/timezone.ts'
import { User } from './user.model.ts'
import type { PatchUserBody } from './users.schemas.ts'

/** A user with what the specification keeps beside it: plan and usage of the personal organization. */
export interface Account extends Pick<
  User,
  | 'id'
  | 'email'
  | 'emailVerifiedAt'
  | 'name'
  | 'avatarUrl'
  | 'locale'
  | 'timezone'
  | 'authProvider'
  | 'lastLoginAt'
  | 'createdAt'
  | 'updatedAt'
> {
  readonly organizationId: string | null
  /** Why no mail arrives at the address, where none does. */
  readonly emailUndeliverable: 'bounced' | 'complained' | null
  readonly subscriptionTier: SubscriptionTier | null
  readonly subscriptionStatus: string | null
  readonly currentPeriodEnd: Date | null
  readonly postsThisMonth: number
  readonly aiCreditsUsed: number
}

const accountSql = `
  select u.id, u.email, u.email_verified_at as "emailVerifiedAt", u.name, u.avatar_url as "avatarUrl",
    u.locale, u.timezone, (select s.reason from mail_suppressions s
      where s.address_hash = mail_address_hash(u.email) and s.lifted_at is null
      order by s.reason limit 1) as "emailUndeliverable",
    u.auth_provider as "authProvider", u.last_login_at as "lastLoginAt", u.created_at as "createdAt",
    u.updated_at as "updatedAt", organizations.id as "organizationId",
    organizations.subscription_tier as "subscriptionTier",
    billed.status as "subscriptionStatus", billed.current_period_end as "currentPeriodEnd",
    coalesce(posts.used, 0) as "postsThisMonth", coalesce(credits.used, 0) as "aiCreditsUsed"
  from users u
  left join organizations on organizations.owner_id = u.id and organizations.personal
  ${periodJoin}
  left join quota_counters posts on posts.organization_id = organizations.id and posts.metric = 'posts'
    and posts.period = ${monthSql}
  left join quota_counters credits on credits.organization_id = organizations.id and credits.metric = 'aiCredits'
    and credits.period = ${monthSql}
  where u.id = ?`

/** One's own account. */
export async function readAccount(context: Context, principal: Principal): Promise<Account> {
  const { rows } = await context.database.system.raw<{ rows: Account[] }>(accountSql, [
    principal.userId,
  ])
  const [account] = rows
  if (account === undefined) throw new ApiError('UNAUTHORIZED')
  return account
}

/** What of an account can be changed as it is: of this its `ETag` is made. */
export function changeableOf({
  name,
  avatarUrl,
  locale,
  timezone,
}: Pick<User, 'name' | 'avatarUrl' | 'locale' | 'timezone'>): object {
  return { name, avatarUrl, locale, timezone }
}

/**
 * Changes what is given and nothing else.
 *
 * @param ifMatch the tag of what was read, where the change is meant for that alone
 * @returns the account afterwards
 * @throws ApiError VERSION_CONFLICT; VALIDATION_ERROR for a zone that does not exist
 */
export async function changeAccount(
  context: Context,
  principal: Principal,
  changes: PatchUserBody,
  ifMatch?: string,
): Promise<Account> {
  if (typeof changes.timezone === 'string') requireTimezone(changes.timezone)
  await inSystem(context.database, async (transaction) => {
    const user = await User.query(transaction).findById(principal.userId).forUpdate()
    if (user === undefined) throw new ApiError('UNAUTHORIZED')
    requireContent(ifMatch, changeableOf(user))
    await user.$query(transaction).patch(changes)
  })
  return readAccount(context, principal)
}
