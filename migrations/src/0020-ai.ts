// What AI wrote: each generation with its credits, what was asked, and each call of a model. Online: yes.
import type { Knex } from 'knex'
import { dropTables, protectTenantTable } from './tenant-table.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ai_generations (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null references organizations on delete cascade,
      -- Stays without its brand, so that credits that are reserved are returned.
      brand_id uuid,
      user_id uuid references users on delete set null,
      task text not null check (task in ('content', 'caption', 'hashtags', 'improve', 'repurpose')),
      -- The template of the prompt and its version: content@1.
      template text not null,
      -- reserved: its credits are taken and it is being written; done; failed, or returned by the sweep: they are given back.
      state text not null default 'reserved' check (state in ('reserved', 'done', 'failed', 'returned')),
      credits_reserved integer not null check (credits_reserved > 0),
      credits_used integer not null default 0 check (credits_used between 0 and credits_reserved),
      -- Nobody works on it any more from here on.
      reserved_until timestamptz not null,
      -- The model that wrote it, as it calls itself.
      model text,
      tokens_used integer,
      -- Why it failed: a code of the catalogue of errors.
      error text,
      created_at timestamptz not null default clock_timestamp(),
      settled_at timestamptz,
      unique (organization_id, id),
      foreign key (organization_id, brand_id) references brands (organization_id, id) on delete set null (brand_id),
      check ((state = 'reserved') = (settled_at is null))
    );
    create index ai_generations_of_brand on ai_generations (organization_id, brand_id, id);
    create index ai_generations_of_user on ai_generations (user_id);
    create index ai_generations_sweep on ai_generations (reserved_until) where state = 'reserved';
    create index ai_generations_age on ai_generations (created_at);

    -- What was asked and what was written; with the id of its generation, which stays when this goes.
    create table ai_prompts (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid references users on delete cascade,
      prompt text not null,
      input jsonb not null,
      result jsonb not null,
      created_at timestamptz not null default clock_timestamp()
    );
    create index ai_prompts_of_generation on ai_prompts (organization_id, id);
    create index ai_prompts_of_user on ai_prompts (user_id);
    create index ai_prompts_age on ai_prompts (created_at);

    create table ai_calls (
      id uuid primary key default uuid_v7(),
      organization_id uuid not null,
      generation_id uuid not null,
      model text not null,
      -- The provider's id of the answer.
      provider_id text,
      -- complete, length, filtered; or how it failed.
      outcome text not null,
      input_tokens integer,
      output_tokens integer,
      -- Millionths of a US dollar.
      cost_micro_usd bigint,
      milliseconds integer not null,
      created_at timestamptz not null default clock_timestamp(),
      foreign key (organization_id, generation_id) references ai_generations (organization_id, id) on delete cascade
    );
    create index ai_calls_of_generation on ai_calls (organization_id, generation_id);
  `)
  for (const table of ['ai_generations', 'ai_prompts', 'ai_calls']) {
    await protectTenantTable(knex, table)
  }
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex, 'ai_calls', 'ai_prompts', 'ai_generations')
}
