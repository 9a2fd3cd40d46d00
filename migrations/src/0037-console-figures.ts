// The numbers of the dashboard lead to lists of exactly what they count: money by its currency, and what was paid back. Online: yes;
// writes to a table wait while its indexes are built.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index invoices_by_currency on invoices (lower(currency), organization_id, created_at desc);
    create index invoices_refunded on invoices (created_at desc, id desc) where amount_refunded > 0;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index invoices_by_currency, invoices_refunded')
}
