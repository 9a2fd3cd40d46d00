// API keys as things that change. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table api_keys add column version integer not null default 1;
    -- Revoked ones are kept for a while, so that the audit log can say which key it was.
    create index api_keys_sweep on api_keys (revoked_at);
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index api_keys_sweep;
    alter table api_keys drop column version;
  `)
}
