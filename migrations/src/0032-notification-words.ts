// What notifications say, in no language: the key of their words, and values. Online: yes; an older version writes and reads the
// text in English, and so does a newer one for rows without words.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table notifications add column words jsonb')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table notifications drop column words')
}
