import type { Knex } from 'knex'

/** Something that whoever runs T21 has to know. */
export interface Finding {
  readonly organizationId: string | null
  readonly provider: string
  /**
   * - `repaired`: what T21 had was not what the provider has.
   * - `unknown_customer`: the provider has a customer that is none of T21's.
   * - `unknown_price`: a subscription is for a price that is none of the plans'.
   * - `doubled_subscription`: a customer pays twice.
   * - `not_ended`: an organization is gone, and its subscription could not be ended.
   */
  readonly kind:
    | 'repaired'
    | 'unknown_customer'
    | 'unknown_price'
    | 'doubled_subscription'
    | 'not_ended'
  /** The provider's id of what it is about. */
  readonly subject: string
  readonly details: object
}

/** Notes a finding, once however often it is made. */
export async function noteFinding(system: Knex, finding: Finding): Promise<void> {
  await system.raw(
    `insert into billing_findings (organization_id, provider, kind, subject, details)
     values (cast(:organizationId as uuid), :provider, :kind, :subject, cast(:details as jsonb))
     on conflict (provider, kind, subject) do update set details = excluded.details,
       times = billing_findings.times + 1, last_at = clock_timestamp()`,
    { ...finding, details: JSON.stringify(finding.details) },
  )
}
