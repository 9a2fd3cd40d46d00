import {
  policies,
  staffPrincipal,
  type Context,
  type Principal,
  type StaffPrincipal,
  type SubscriptionTier,
  notFound,
} from '@t21/core/console'

/** One of the staff as the services of the API know people, in one organization. @throws ApiError NOT_FOUND */
export async function principalFor(
  { database }: Pick<Context, 'database'>,
  staff: StaffPrincipal,
  organizationId: unknown,
): Promise<Principal> {
  const id = String(organizationId)
  const found = await database
    .system('organizations')
    .where({ id })
    .first<{ tier: SubscriptionTier } | undefined>('subscription_tier as tier')
  if (found === undefined) throw notFound('Organization')
  return staffPrincipal(staff, { id, tier: found.tier }, policies)
}
