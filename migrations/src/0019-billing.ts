// Billing in the words of no provider, and quota periods that follow the billing period. Online: no code has written these tables before.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table organizations drop stripe_customer_id;

    alter table subscriptions rename stripe_subscription_id to provider_subscription_id;
    alter table subscriptions rename stripe_price_id to price_id;
    alter table subscriptions rename stripe_current_period_end to current_period_end;
    alter table subscriptions
      add provider text not null default 'unknown',
      -- The plan of the price; null where the price is none of the plans'. "tier" is what it gives at present.
      add plan text,
      add current_period_start timestamptz,
      -- From which the periods of quotas are counted, month by month.
      add period_anchor timestamptz,
      add trial_end timestamptz,
      add canceled_at timestamptz,
      add past_due_since timestamptz,
      -- Until when a payment may be late.
      add grace_until timestamptz,
      add began_at timestamptz,
      drop constraint subscriptions_stripe_subscription_id_key,
      add unique (provider, provider_subscription_id),
      add check (status in
        ('incomplete', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled'));
    alter table subscriptions alter provider drop default;
    create index subscriptions_grace on subscriptions (grace_until) where grace_until is not null;

    alter table invoices rename stripe_invoice_id to provider_invoice_id;
    alter table invoices
      alter currency drop default,
      add provider text not null default 'unknown',
      add number text,
      add amount integer not null default 0,
      add amount_refunded integer not null default 0 check (amount_refunded >= 0),
      add period_start timestamptz,
      add period_end timestamptz,
      add updated_at timestamptz not null default clock_timestamp(),
      drop constraint invoices_stripe_invoice_id_key,
      add unique (provider, provider_invoice_id);
    alter table invoices alter provider drop default, alter amount drop default;
    drop index invoices_list;
    create index invoices_list on invoices (organization_id, created_at desc, id desc);
    create trigger invoices_touch before update on invoices
      for each row execute function touch_updated_at();

    -- The one customer that an organization is at a provider. Whoever speaks of it with the provider takes turns.
    create table billing_customers (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      provider text not null,
      -- Null until it is made.
      customer_id text,
      -- Whose turn it is: raised with each turn; what an older one brings is refused.
      fence integer not null default 0,
      lease_until timestamptz,
      -- When the reading began that was applied last.
      read_at timestamptz,
      -- When it is to be read again without being told.
      sync_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      unique (organization_id, provider),
      unique (provider, customer_id)
    );
    create index billing_customers_sweep on billing_customers (sync_at) where sync_at is not null;

    -- Pages on which a plan is bought: one at a time of an organization, so that two tabs cannot buy twice.
    create table billing_checkouts (
      -- Also the idempotency key at the provider.
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid references users on delete set null,
      provider text not null,
      plan text not null,
      success_url text not null,
      cancel_url text not null,
      -- Null until the provider has answered.
      checkout_id text,
      url text,
      expires_at timestamptz,
      ended_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create unique index billing_checkouts_open on billing_checkouts (organization_id) where ended_at is null;
    create index billing_checkouts_of_organization on billing_checkouts (organization_id);
    create index billing_checkouts_of_user on billing_checkouts (user_id);
    create index billing_checkouts_retention on billing_checkouts (ended_at);

    create table billing_reversals (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      provider text not null,
      provider_reversal_id text not null,
      kind text not null check (kind in ('refund', 'dispute')),
      status text not null,
      reason text,
      amount integer not null,
      currency text not null,
      provider_invoice_id text,
      created_at timestamptz not null,
      updated_at timestamptz not null default clock_timestamp(),
      unique (provider, provider_reversal_id)
    );
    create index billing_reversals_list on billing_reversals (organization_id, created_at desc, id desc);
    create trigger billing_reversals_touch before update on billing_reversals
      for each row execute function touch_updated_at();

    -- What whoever runs T21 has to know: what was repaired, and what does not fit. Each once, however often it is found.
    create table billing_findings (
      id uuid primary key default uuid_v7(),
      organization_id uuid references organizations on delete cascade,
      provider text not null,
      kind text not null check (kind in
        ('repaired', 'unknown_customer', 'unknown_price', 'doubled_subscription', 'not_ended')),
      -- The provider's id of what it is about.
      subject text not null,
      details jsonb not null,
      times integer not null default 1,
      found_at timestamptz not null default clock_timestamp(),
      last_at timestamptz not null default clock_timestamp(),
      unique (provider, kind, subject)
    );
    create index billing_findings_of_organization on billing_findings (organization_id);
    create index billing_findings_retention on billing_findings (last_at);
    grant select, insert, update, delete on billing_findings to t21_system;

    -- How many months of the grid that begins at the anchor have begun; none before it.
    create function months_begun(anchor timestamptz, moment timestamptz)
      returns integer language sql stable parallel safe as $$
      select case when moment <= anchor then 0
        else months - case when a + make_interval(months => months) > m then 1 else 0 end end
      from (select a, m, cast((extract(year from m) - extract(year from a)) * 12
          + extract(month from m) - extract(month from a) as integer) as months
        from (select anchor at time zone 'UTC' as a, moment at time zone 'UTC' as m) as times) as grid
    $$;

    -- When the quota period that contains a moment begins: of a paid plan by its anchor, else the calendar month, UTC.
    create function quota_period_start(tier text, anchor timestamptz, moment timestamptz)
      returns timestamptz language sql stable parallel safe as $$
      select case when tier = 'FREE' or anchor is null then date_trunc('month', moment, 'UTC')
        else (anchor at time zone 'UTC' + make_interval(months => months_begun(anchor, moment))) at time zone 'UTC' end
    $$;

    create function quota_period_end(tier text, anchor timestamptz, moment timestamptz)
      returns timestamptz language sql stable parallel safe as $$
      select case when tier = 'FREE' or anchor is null
        then (date_trunc('month', moment at time zone 'UTC') + interval '1 month') at time zone 'UTC'
        else (anchor at time zone 'UTC' + make_interval(months => months_begun(anchor, moment) + 1)) at time zone 'UTC' end
    $$;

    -- The name of that period: its month, or the day on which it begins.
    create function quota_period(tier text, anchor timestamptz, moment timestamptz)
      returns text language sql stable parallel safe as $$
      select to_char(quota_period_start(tier, anchor, moment) at time zone 'UTC',
        case when tier = 'FREE' or anchor is null then 'YYYY-MM' else 'YYYY-MM-DD' end)
    $$;
  `)
  await protectTenantTable(knex, 'billing_customers', { api: 'select' })
  await protectTenantTable(knex, 'billing_checkouts', { api: 'select' })
  await protectTenantTable(knex, 'billing_reversals', { api: 'select' })
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop function quota_period(text, timestamptz, timestamptz);
    drop function quota_period_end(text, timestamptz, timestamptz);
    drop function quota_period_start(text, timestamptz, timestamptz);
    drop function months_begun(timestamptz, timestamptz);
  `)
  await dropTables(
    knex,
    'billing_findings',
    'billing_reversals',
    'billing_checkouts',
    'billing_customers',
  )
  await knex.raw(`
    drop trigger invoices_touch on invoices;
    drop index invoices_list;
    create index invoices_list on invoices (organization_id, id desc);
    alter table invoices
      drop constraint invoices_provider_provider_invoice_id_key,
      drop provider, drop number, drop amount, drop amount_refunded, drop period_start, drop period_end,
      drop updated_at,
      alter currency set default 'gbp';
    alter table invoices rename provider_invoice_id to stripe_invoice_id;
    alter table invoices add unique (stripe_invoice_id);

    drop index subscriptions_grace;
    alter table subscriptions
      drop constraint subscriptions_status_check,
      drop constraint subscriptions_provider_provider_subscription_id_key,
      drop provider, drop plan, drop current_period_start, drop period_anchor, drop trial_end, drop canceled_at,
      drop past_due_since, drop grace_until, drop began_at;
    alter table subscriptions rename provider_subscription_id to stripe_subscription_id;
    alter table subscriptions rename price_id to stripe_price_id;
    alter table subscriptions rename current_period_end to stripe_current_period_end;
    alter table subscriptions add unique (stripe_subscription_id);

    alter table organizations add stripe_customer_id text unique;
  `)
}
