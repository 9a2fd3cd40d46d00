// Mail in HTML and in people's languages, what became of it, addresses that get none, and the weekly summary. Online: yes.
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A language as BCP 47 writes it, and an IANA zone; null where nothing was said.
    alter table users add column locale text check (length(locale) <= 35),
      add column timezone text check (length(timezone) <= 64);

    alter table mail_messages
      add column body_html text,
      -- asked: somebody waits for it, and with its link proves the address. essential: security and payment.
      -- optional: everything else.
      add column necessity text not null default 'essential' check (necessity in ('asked', 'essential', 'optional')),
      add column unsubscribe_url text,
      add column state text not null default 'waiting' check (state in
        ('waiting', 'sent', 'delivered', 'bounced', 'complained', 'refused', 'given_up', 'suppressed')),
      -- What took it over.
      add column sent_by text;
    update mail_messages set state = case when sent_at is null then 'given_up' else 'sent' end where next_at is null;

    -- So that an address is known again without being kept.
    create function mail_address_hash(address text) returns bytea
      language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
      select sha256(convert_to(lower(address), 'UTF8'));
    $$;

    -- Addresses that get no mail. After a complaint: nothing optional. After a bounce: nothing but what is asked for.
    create table mail_suppressions (
      address_hash bytea not null check (length(address_hash) = 32),
      reason text not null check (reason in ('bounced', 'complained')),
      -- Who said so: the provider that told it, or the transport that was refused.
      source text not null,
      since timestamptz not null default clock_timestamp(),
      -- From then on mail goes there again; what is told of earlier times changes nothing.
      lifted_at timestamptz,
      primary key (address_hash, reason)
    );
    grant select, insert, update, delete on mail_suppressions to t21_system;

    -- Mails that came back although the address exists; several in a week are as good as one that says it does not.
    create table mail_soft_bounces (
      address_hash bytea not null check (length(address_hash) = 32),
      event_id text not null,
      at timestamptz not null,
      primary key (address_hash, event_id)
    );
    create index mail_soft_bounces_sweep on mail_soft_bounces (at);
    grant select, insert, update, delete on mail_soft_bounces to t21_system;

    -- When each person's week is looked at next; a Monday, 07:00 in their zone once that is known.
    create table weekly_summaries (
      user_id uuid primary key references users on delete cascade,
      due_at timestamptz not null default date_trunc('week', now(), 'UTC') + interval '7 days 7 hours'
    );
    create index weekly_summaries_due on weekly_summaries (due_at);
    grant select, insert, update, delete on weekly_summaries to t21_system;
    insert into weekly_summaries (user_id) select id from users where status <> 'deleted';
    create function begin_weekly_summary() returns trigger
      language plpgsql as $$
      begin
        insert into weekly_summaries (user_id) values (new.id) on conflict do nothing;
        return null;
      end
    $$;
    create trigger users_weekly_summary after insert on users
      for each row execute function begin_weekly_summary();
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger users_weekly_summary on users;
    drop function begin_weekly_summary();
    drop table weekly_summaries, mail_soft_bounces, mail_suppressions;
    drop function mail_address_hash(text);
    alter table mail_messages drop column body_html, drop column necessity, drop column unsubscribe_url,
      drop column state, drop column sent_by;
    alter table users drop column locale, drop column timezone;
  `)
}
