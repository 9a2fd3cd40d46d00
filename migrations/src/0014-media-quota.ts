// Bytes of media are counted: counters beyond 2^31, and what is in the libraries; announced files outlive their brand and
// their sender until they are swept. Online: no, the columns are rewritten.
import type { Knex } from 'knex'

/** What was there before bytes were counted; as a role that sees the rows of all organizations. */
const countMedia = `
  set local role t21_system;
  with counted as (
    insert into quota_movements (organization_id, metric, subject_id, kind, period, amount)
    select organization_id, 'mediaBytes', id, 'used', 'total', size from media
    where status in ('storing', 'ready') and size > 0
    union all
    select organization_id, 'mediaBytes', id, 'used', 'total', size from media_uploads
    where status <> 'done' and media_id is null
    on conflict do nothing
    returning organization_id, amount
  )
  insert into quota_counters (organization_id, metric, period, used)
  select organization_id, 'mediaBytes', 'total', sum(amount) from counted group by organization_id
  on conflict do nothing;
  reset role;
`

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table quota_counters alter column used type bigint;
    alter table quota_movements alter column amount type bigint;

    -- A row that went by itself would leave its bytes in the storage, and counted.
    alter table media_uploads alter column user_id drop not null,
      drop constraint media_uploads_user_id_fkey,
      drop constraint media_uploads_organization_id_brand_id_fkey,
      add foreign key (user_id) references users on delete set null,
      add foreign key (organization_id, brand_id) references brands (organization_id, id)
        on delete set null (brand_id);
  `)
  await knex.raw(countMedia)
}

export async function down(knex: Knex): Promise<void> {
  // A role that sees the rows of all organizations, and may remove movements: none has both rights by itself.
  await knex.raw(`
    set local role t21_system;
    delete from quota_counters where metric = 'mediaBytes';
    delete from media_uploads where user_id is null;
    reset role;
    alter table quota_movements no force row level security;
    delete from quota_movements where metric = 'mediaBytes';
    alter table quota_movements force row level security;
    alter table quota_counters alter column used type integer;
    alter table quota_movements alter column amount type integer;
    alter table media_uploads alter column user_id set not null,
      drop constraint media_uploads_user_id_fkey,
      drop constraint media_uploads_organization_id_brand_id_fkey,
      add foreign key (user_id) references users on delete cascade,
      add foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade;
  `)
}
