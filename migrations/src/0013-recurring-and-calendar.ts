// Recurring posts, calendars to subscribe to. Online: yes.
import type { Knex } from 'knex'
import { auditTable } from './audited-table.ts'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table recurrences (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      -- Who answers for it: its posts are made with this person's rights.
      user_id uuid references users on delete set null,
      -- The body of a post, without brand and time.
      post jsonb not null,
      -- Texts that take turns with the post's own.
      more_texts text[] not null default '{}',
      rule text not null check (length(rule) <= 500),
      -- The first moment as the clock on the wall shows it; with the zone it says what the rule counts from.
      starts_at text not null check (starts_at ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$'),
      timezone text not null,
      status text not null default 'active' check (status in ('active', 'paused', 'ended')),
      -- What lies before it is not made: the rule was another, or it rested.
      planned_from timestamptz not null default clock_timestamp(),
      -- When the job has something to do; null where nothing is to come.
      next_at timestamptz default clock_timestamp(),
      version integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
      unique (organization_id, id)
    );
    create index recurrences_list_of_brand on recurrences (organization_id, brand_id, id desc);
    create index recurrences_of_user on recurrences (user_id);
    create index recurrences_due on recurrences (next_at) where status = 'active';
    -- Not when the job notes when it is to look again.
    create trigger recurrences_touch before update of version on recurrences for each row execute function touch_updated_at();

    -- A moment of the plan of which a post was made, or not: once, whatever the job does.
    create table recurrence_occurrences (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      recurrence_id uuid not null,
      occurs_at timestamptz not null,
      status text not null check (status in ('made', 'failed')),
      post_id uuid,
      -- { code, message }: why no post was made.
      error jsonb,
      created_at timestamptz not null default clock_timestamp(),
      check ((status = 'failed') = (error is not null)),
      foreign key (organization_id, recurrence_id) references recurrences (organization_id, id) on delete cascade,
      foreign key (organization_id, post_id) references posts (organization_id, id) on delete set null (post_id),
      unique (recurrence_id, occurs_at)
    );
    create index recurrence_occurrences_list on recurrence_occurrences (organization_id, recurrence_id, id desc);
    create index recurrence_occurrences_of_post on recurrence_occurrences (organization_id, post_id);

    -- The secret address of a brand's calendar; only the hash of the secret is here.
    create table calendar_feeds (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      brand_id uuid not null,
      created_by uuid references users on delete set null,
      token_hash bytea not null unique check (length(token_hash) = 32),
      rotated_at timestamptz not null default clock_timestamp(),
      created_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
      unique (organization_id, brand_id)
    );
    create index calendar_feeds_of_user on calendar_feeds (created_by);
  `)
  for (const table of tables) await protectTenantTable(knex, table)
  await auditTable(knex, 'recurrences', {
    resource: 'recurrence',
    ignored: ['next_at', 'planned_from'],
  })
  await auditTable(knex, 'calendar_feeds', { resource: 'calendar_feed' })
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, ...tables.toReversed())
}

const tables = ['recurrences', 'recurrence_occurrences', 'calendar_feeds'] as const
