// Support staff look at what did not go out of one customer, however much did not go out of all; and at what did go out, however much
// waits. Online: yes; writes to a table wait while its indexes are built.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Most are published, and not among these.
    create index social_posts_by_state_of_organization on social_posts (organization_id, state, id desc)
      where state <> 'published';
    create index posts_by_status_of_brand on posts (organization_id, brand_id, status, id desc)
      where status <> 'PUBLISHED';

    -- Going backwards for what is published met all that was written since and waits.
    drop index social_posts_by_state, posts_by_status;
    create index social_posts_by_state on social_posts (state, id desc);
    create index posts_by_status on posts (status, id desc);
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index social_posts_by_state_of_organization, posts_by_status_of_brand, social_posts_by_state, posts_by_status;
    create index social_posts_by_state on social_posts (state, id desc) where state <> 'published';
    create index posts_by_status on posts (status, id desc) where status <> 'PUBLISHED';
  `)
}
