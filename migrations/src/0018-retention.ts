// Invitations that ended can be found to be removed. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'create index invitations_sweep on invitations (least(accepted_at, withdrawn_at, expires_at))',
  )
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index invitations_sweep')
}
