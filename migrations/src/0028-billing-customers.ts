// What the provider was told of customers, and statuses of refunds that are the words of no provider. Online: yes; a refund that
// an older version cannot store waits among the webhooks for the newer one.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table billing_customers
      -- A digest of the name and the address that the provider was told last; null where nobody knows.
      add column told bytea check (length(told) = 32),
      -- Not before this is it tried again to tell them.
      add column tell_at timestamptz;

    -- The next reading says it exactly.
    update billing_reversals set status = case
      when kind = 'refund' and status not in ('succeeded', 'failed') then 'pending'
      when kind = 'dispute' and status not in ('won', 'lost') then 'open'
      else status end;
    alter table billing_reversals add constraint billing_reversals_status_check
      check (status in ('pending', 'succeeded', 'failed', 'open', 'won', 'lost'));
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table billing_reversals drop constraint billing_reversals_status_check;
    alter table billing_customers drop column told, drop column tell_at;
  `)
}
