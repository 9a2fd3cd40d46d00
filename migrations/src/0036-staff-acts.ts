// What staff did for a customer is found among all the times that they looked. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index staff_audit_acts_of_organization on staff_audit (organization_id, id desc) where action <> 'read';
    create index staff_audit_acts_of_user on staff_audit (user_id, id desc) where action <> 'read';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index staff_audit_acts_of_organization, staff_audit_acts_of_user')
}
