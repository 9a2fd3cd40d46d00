// Support staff find deliveries, posts and accounts whatever they know of them; what they do to a delivery stands in the
// customer's audit log. Online: yes; writes to a table wait while its indexes are built.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Most are published: of those, the newest are found by going backwards.
    create index social_posts_by_state on social_posts (state, id desc) where state <> 'published';
    create index social_posts_by_platform on social_posts (platform, id desc);
    create index social_posts_by_due on social_posts (due_at desc, id desc);
    create index posts_by_status on posts (status, id desc) where status <> 'PUBLISHED';
    create index social_accounts_by_status on social_accounts (status, id desc);
    -- What networks call somebody has any length, and is asked for whole.
    create index social_accounts_by_platform_user_id on social_accounts using hash (platform_user_id);
    create index social_accounts_by_username on social_accounts using hash (lower(username));
    create index brands_by_name on brands using hash (lower(name));

    -- The post of a delivery often looks the same after a step, so that its own entry would tell nothing of it.
    create function audit_staff_step() returns trigger language plpgsql as $$
    declare
      actor_ jsonb := nullif(current_setting('app.actor', true), '')::jsonb;
    begin
      insert into audit_logs (organization_id, brand_id, actor, action, resource, resource_id, changes, request_id)
      select d.organization_id, d.brand_id, 'staff', 'updated', 'delivery', d.id,
        jsonb_build_object('state', jsonb_build_object('from', new.from_state, 'to', new.to_state)),
        actor_ ->> 'requestId'
      from social_posts d where d.id = new.delivery_id and d.organization_id = new.organization_id;
      return null;
    end $$;
    create trigger delivery_events_audit after insert on delivery_events
      for each row when (new.actor like 'staff:%') execute function audit_staff_step();
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger delivery_events_audit on delivery_events;
    drop function audit_staff_step();
    drop index social_posts_by_state, social_posts_by_platform, social_posts_by_due, posts_by_status,
      social_accounts_by_status, social_accounts_by_platform_user_id, social_accounts_by_username, brands_by_name;
  `)
}
