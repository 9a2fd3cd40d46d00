import type { Knex } from 'knex'
import type { HoldupView } from './publishing-views.ts'

const ends = ['published', 'failed', 'canceled', 'expired']

/** Why a delivery would not go out although it is due: its account, its organization, an emergency stop. */
export async function holdupsOf(
  knex: Knex,
  delivery: {
    readonly state: string
    readonly platform: string
    readonly organizationId: string
    readonly brandId: string
    readonly socialAccountId: string
  },
  account: {
    readonly status: string
    readonly status_reason: string | null
    readonly paused_until: Date | null
    readonly paused_because: string | null
  },
): Promise<HoldupView[]> {
  if (ends.includes(delivery.state)) return []
  const holdups: HoldupView[] = []
  const hold = (text: string, until: Date | null = null) =>
    holdups.push({ text, until: until?.toISOString() ?? null })
  if (account.status !== 'active') {
    hold(`The account is not connected. ${account.status_reason ?? ''}`.trim())
  }
  if (account.paused_until !== null && account.paused_until > new Date()) {
    const because = (account.paused_because ?? 'trouble').replaceAll('_', ' ')
    hold(`The account is left alone because of: ${because}.`, account.paused_until)
  }
  const organization = await knex('organizations')
    .where({ id: delivery.organizationId })
    .first<{ status: string } | undefined>('status')
  if (organization !== undefined && organization.status !== 'active') {
    hold(`The organization is ${organization.status}.`)
  }
  const stops = await knex('publishing_stops')
    .whereNull('released_at')
    .where((any) => {
      void any
        .orWhere({ scope: 'platform', platform: delivery.platform })
        .orWhere({ scope: 'organization', organization_id: delivery.organizationId })
        .orWhere({ scope: 'brand', brand_id: delivery.brandId })
        .orWhere({ scope: 'account', social_account_id: delivery.socialAccountId })
    })
    .select<{ scope: string; reason: string }[]>('scope', 'reason')
  for (const { scope, reason } of stops) {
    hold(`An emergency stop of the ${scope} is in force: ${reason}`)
  }
  return holdups
}
