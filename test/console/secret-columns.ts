/** What no answer of the console may hold, whoever asks: hashes, tokens, keys, what is sealed, and payloads with personal data. */
export const secretColumns: Readonly<Record<string, string>> = {
  account_connections: 'state_hash code_verifier grant_secret candidates',
  ai_prompts: 'prompt input result',
  api_keys: 'key_hash',
  authenticators: 'secret',
  // Whoever has the address of a checkout can pay there, and see for whom.
  billing_checkouts: 'url',
  billing_customers: 'told',
  calendar_feeds: 'token_hash',
  deletion_requests: 'person_hash',
  idempotency_keys: 'key body_hash response',
  invitations: 'token_hash',
  login_attempts: 'state_hash browser_hash code_hash',
  // With links that let in whoever follows them.
  mail_messages: 'body_text body_html unsubscribe_url',
  mail_soft_bounces: 'address_hash',
  mail_suppressions: 'address_hash',
  media_uploads: 'storage_key parts_id',
  one_time_tokens: 'token_hash',
  post_import_rows: 'body',
  recovery_codes: 'code_hash',
  refresh_tokens: 'token_hash',
  second_factor_challenges: 'token_hash',
  social_accounts: 'access_token refresh_token',
  // Where an upload goes on, signed by the network.
  social_posts: 'checkpoint',
  staff_authenticators: 'secret',
  staff_members: 'password_hash',
  staff_recovery_codes: 'code_hash',
  staff_sessions: 'token_hash',
  staff_view_codes: 'code_hash',
  users: 'password_hash',
  webhook_deliveries: 'data',
  // Addresses often hold the secret by which the other side knows T21.
  webhook_endpoints: 'url signing_secret previous_secret',
  webhook_events: 'payload',
}

/** Columns whose names sound like a secret, and why they are none. */
export const notSecret: Readonly<Record<string, string>> = {
  'api_keys.key_prefix': 'shown to tell keys apart',
  'api_keys.key_last_four': 'shown to tell keys apart',
  'audit_seals.hash': 'published to prove that the log is whole',
  'login_attempts.code_expires_at': 'a time',
  'deletion_requests.code': 'the number of a request, with which its page is asked for',
  'media.storage_key': 'no address without a signature',
  'media.thumbnail_key': 'no address without a signature',
  'media_variants.storage_key': 'no address without a signature',
  'notifications.dedupe_key': 'the name of an event',
  'rate_limits.key': 'is shown nowhere, and names a counter',
  'social_accounts.token_expires_at': 'a time',
  'social_accounts.token_refreshed_at': 'a time',
  'social_accounts.token_lease_until': 'a time',
  'social_accounts.token_fence': 'a counter',
  'social_posts.content_hash': 'of what everybody can read at the network',
  'staff_members.password_algorithm': 'a name',
  'staff_members.password_is_initial': 'a yes or no',
  'users.password_algorithm': 'a name',
  'webhook_attempts.status_code': 'of HTTP',
  'webhook_endpoints.previous_secret_until': 'a time',
}

/** Names that sound like a secret. */
export const soundsSecret =
  /hash(?!tags)|token(?!s_used|s$)|secret|password|verifier|(^|_)(key|code)(_(?!id$)|$)/
