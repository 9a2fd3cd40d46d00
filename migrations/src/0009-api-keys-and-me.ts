// API keys as things that change, and what people do with their own accounts. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table api_keys add column version integer not null default 1;
    -- Revoked ones are kept for a while, so that the audit log can say which key it was.
    create index api_keys_sweep on api_keys (revoked_at);

    -- A token for another address: it carries that one, and belongs to nobody's address yet.
    alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
    alter table one_time_tokens add constraint one_time_tokens_purpose_check
      check (purpose in ('verify_email', 'reset_password', 'change_email'));
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from one_time_tokens where purpose = 'change_email';
    alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
    alter table one_time_tokens add constraint one_time_tokens_purpose_check
      check (purpose in ('verify_email', 'reset_password'));
    drop index api_keys_sweep;
    alter table api_keys drop column version;
  `)
}
