// Support staff look at what did not go out of one customer, however much did not go out of all. Online: yes; writes to a table wait
// while its index is built.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Most are published, and not among these.
    create index social_posts_by_state_of_organization on social_posts (organization_id, state, id desc)
      where state <> 'published';
    create index posts_by_status_of_brand on posts (brand_id, status, id desc) where status <> 'PUBLISHED';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index social_posts_by_state_of_organization, posts_by_status_of_brand')
}
