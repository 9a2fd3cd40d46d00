// What support staff look customers up by, across all organizations. Online: yes.
import type { Knex } from 'knex'

/** Lists of the console are read backwards by id, which is time; each filter of theirs finds by one of these. */
const indexes: readonly (readonly [name: string, on: string])[] = [
  ['users_by_status', 'users (status, id desc)'],
  ['organizations_by_name', 'organizations (lower(name), id desc)'],
  ['organizations_by_status', 'organizations (status, id desc)'],
  ['organizations_by_tier', 'organizations (subscription_tier, id desc)'],
  ['subscriptions_by_status', 'subscriptions (status, id desc)'],
  ['subscriptions_by_tier', 'subscriptions (tier, id desc)'],
  ['subscriptions_of_provider', 'subscriptions (provider_subscription_id)'],
  ['billing_customers_of_provider', 'billing_customers (customer_id)'],
  ['invoices_by_time', 'invoices (created_at desc, id desc)'],
  ['invoices_by_status', 'invoices (status, created_at desc, id desc)'],
  ['invoices_by_number', 'invoices (number)'],
  ['invoices_of_provider', 'invoices (provider_invoice_id)'],
  ['mail_messages_to', 'mail_messages (lower(recipient), id desc)'],
  ['mail_messages_by_state', 'mail_messages (state, id desc)'],
  ['mail_messages_by_template', 'mail_messages (template, id desc)'],
  ['mail_messages_of_person', 'mail_messages (user_id, id desc)'],
  ['ai_generations_by_state', 'ai_generations (state, id desc)'],
  ['ai_generations_of_person', 'ai_generations (user_id, id desc)'],
  // Addresses have any length, and are asked for whole.
  ['social_posts_of_address', 'social_posts using hash (platform_url)'],
  ['social_posts_of_network', 'social_posts using hash (platform_post_id)'],
  ['delivery_parts_of_address', 'delivery_parts using hash (url)'],
  ['delivery_parts_of_network', 'delivery_parts using hash (remote_id)'],
  ['audit_logs_of_request', 'audit_logs using hash (request_id)'],
]

export async function up(knex: Knex): Promise<void> {
  for (const [name, on] of indexes) await knex.raw(`create index ${name} on ${on}`)
  // The longer ones do their work.
  await knex.raw('drop index mail_messages_of_user; drop index ai_generations_of_user')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    create index mail_messages_of_user on mail_messages (user_id);
    create index ai_generations_of_user on ai_generations (user_id);
  `)
  for (const [name] of indexes) await knex.raw(`drop index ${name}`)
}
