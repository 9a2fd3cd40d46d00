import type { Knex } from 'knex'

/** Why an address gets no mail. */
export type SuppressionReason = 'bounced' | 'complained'

/**
 * SQL: why a mail of `mail_messages` may not go out, or null. After a bounce only what somebody asked for goes there, since with
 * its link the address is verified again; after a complaint, all but what is optional.
 */
export function heldBackSql(mail: string): string {
  return `(select s.reason from mail_suppressions s
    where s.address_hash = mail_address_hash(${mail}.recipient) and s.lifted_at is null
      and case s.reason when 'bounced' then ${mail}.necessity <> 'asked' else ${mail}.necessity = 'optional' end
    order by s.reason limit 1)`
}

/**
 * No mail goes to this address any more. What is told again changes nothing, and neither does what happened before the address
 * was verified again.
 *
 * @param at when it happened; now, where nothing is given
 */
export async function suppress(
  system: Knex,
  input: {
    readonly address: string
    readonly reason: SuppressionReason
    readonly source: string
    readonly at?: Date
  },
): Promise<void> {
  await system.raw(
    `insert into mail_suppressions as s (address_hash, reason, source, since)
     values (mail_address_hash(:address), :reason, :source, coalesce(cast(:at as timestamptz), clock_timestamp()))
     on conflict (address_hash, reason) do update
       set source = excluded.source, since = excluded.since, lifted_at = null
       where s.lifted_at < excluded.since`,
    { ...input, at: input.at ?? null },
  )
}

/** The server that was to take a mail said that the address does not exist. */
export async function suppressRefused(
  system: Knex,
  address: string,
  transport: string,
): Promise<void> {
  await suppress(system, { address, reason: 'bounced', source: transport })
}

/**
 * Mail goes there again: a link that was mailed to the address was used, or its owner asked for mail.
 *
 * A row stays, so that what is told late of earlier times changes nothing.
 */
export async function liftSuppression(
  system: Knex,
  address: string,
  reason: SuppressionReason,
): Promise<void> {
  await system.raw(
    `update mail_suppressions set lifted_at = clock_timestamp()
     where address_hash = mail_address_hash(:address) and reason = :reason and lifted_at is null`,
    { address, reason },
  )
  if (reason === 'bounced') {
    await system.raw(`delete from mail_soft_bounces where address_hash = mail_address_hash(?)`, [
      address,
    ])
  }
}

/** Whether mail to this address came back, so that it has to be verified again. */
export async function isUndeliverable(system: Knex, address: string): Promise<boolean> {
  const { rows } = await system.raw<{ rows: unknown[] }>(
    `select 1 from mail_suppressions
     where address_hash = mail_address_hash(?) and reason = 'bounced' and lifted_at is null`,
    [address],
  )
  return rows.length > 0
}
