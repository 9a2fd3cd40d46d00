// Staff find each other, those who were removed included. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index staff_members_by_email on staff_members (lower(email))')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index staff_members_by_email')
}
