// A mail knows what it was about, so that it can be written anew when its text is gone. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Ids of the invitation, the notifications or the export that it told of; none in mails of earlier versions.
    alter table mail_messages add column about uuid[] not null default '{}';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table mail_messages drop column about')
}
