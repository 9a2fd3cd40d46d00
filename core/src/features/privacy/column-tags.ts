/** What the columns of a table say. */
interface Tags {
  /** Something of a person who has an account; in that person's export, unless it is said why not. */
  readonly person?: string
  /** Nothing of a person: ids, counters, what T21 notes for itself. */
  readonly other?: string
}

/**
 * Every column of every table. A test compares it with the database, so that nobody adds a column without saying whether it is
 * somebody's: personal ones belong into `personal-data.ts` (the export), what erases (`erase-people.ts`,
 * `erase-organizations.ts`), and where they end by themselves into `jobs/retention.ts`.
 */
export const columnTags: Readonly<Record<string, Tags>> = {
  account_connections: {
    person: 'user_id candidates',
    other:
      'id organization_id brand_id platform social_account_id state_hash code_verifier return_url status error grant_secret social_account_ids expires_at created_at',
  },
  account_exports: {
    person: 'user_id',
    other: 'id status size attempts lease_until expires_at created_at',
  },
  account_gains: {
    other:
      'organization_id social_account_id date impressions reach likes comments shares clicks saves video_views engagements rate_engagements rate_audience',
  },
  account_metrics: {
    other:
      'id organization_id social_account_id date followers following posts views reach profile_views fetched_at',
  },
  ai_calls: {
    other:
      'id organization_id generation_id model provider_id outcome input_tokens output_tokens cost_micro_usd milliseconds created_at',
  },
  ai_generations: {
    person: 'user_id task state credits_used model created_at',
    other:
      'id organization_id brand_id template credits_reserved reserved_until tokens_used error settled_at',
  },
  ai_prompts: {
    person: 'user_id prompt input result created_at',
    other: 'id organization_id',
  },
  api_keys: {
    person:
      'organization_id user_id name key_prefix key_last_four scopes last_used_at expires_at revoked_at created_at',
    other: 'id key_hash version',
  },
  audit_logs: {
    person: 'user_id action resource resource_id changes ip_address user_agent created_at',
    other: 'id organization_id brand_id actor api_key_id request_id transaction_id',
  },
  audit_progress: {
    other: 'only_row sealed_before',
  },
  audit_seals: {
    other: 'audit_log_id organization_id position hash sealed_at',
  },
  billing_checkouts: {
    person: 'user_id plan created_at',
    other: 'id organization_id provider success_url cancel_url checkout_id url expires_at ended_at',
  },
  billing_customers: {
    // A digest of the owner's address is of that person as the address is.
    person: 'told',
    other:
      'id organization_id provider customer_id fence lease_until read_at sync_at tell_at created_at',
  },
  billing_findings: {
    other: 'id organization_id provider kind subject details times found_at last_at',
  },
  billing_reversals: {
    person:
      'provider provider_reversal_id kind status reason amount currency provider_invoice_id created_at',
    other: 'id organization_id updated_at',
  },
  authenticators: {
    person: 'user_id confirmed_at created_at',
    other: 'id secret last_step',
  },
  brand_queues: {
    other: 'id organization_id brand_id slots version created_at updated_at',
  },
  brands: {
    person:
      'created_by name description industry target_audience tone_of_voice logo_url timezone voice_examples banned_words default_hashtags created_at',
    other: 'id organization_id version updated_at minimum_gap_minutes logo_media_id',
  },
  calendar_feeds: {
    person: 'created_by',
    other: 'id organization_id brand_id token_hash rotated_at created_at',
  },
  content_templates: {
    person: 'name description template category',
    other: 'id organization_id brand_id version created_at updated_at',
  },
  deletion_requests: {
    person: 'person_hash',
    other: 'code platform accounts finished_at created_at',
  },
  delivery_events: {
    person: 'actor',
    other:
      'id delivery_id organization_id transition from_state to_state part fence proof error at',
  },
  delivery_metrics: {
    other:
      'id organization_id social_post_id taken_at impressions reach likes comments shares clicks saves video_views engagements',
  },
  delivery_parts: {
    other:
      'delivery_id organization_id social_account_id position kind outcome remote_id url proof error ended_at removed_at',
  },
  idempotency_keys: {
    person: 'user_id response',
    other: 'key method path body_hash locked_by locked_until status created_at',
  },
  invitations: {
    person: 'email role invited_by expires_at accepted_at withdrawn_at created_at',
    other: 'id organization_id brand_ids token_hash',
  },
  invoices: {
    person:
      'user_id provider provider_invoice_id number amount amount_paid amount_refunded currency status period_start period_end invoice_url pdf_url created_at',
    other: 'id organization_id updated_at',
  },
  login_attempts: {
    person: 'user_id subject email',
    other:
      'id provider state_hash browser_hash session_id return_to answered_at login_identity_id code_hash code_expires_at exchanged_at expires_at created_at',
  },
  login_identities: {
    person: 'user_id provider subject email last_used_at created_at',
    other: 'id',
  },
  mail_messages: {
    person:
      'user_id recipient template subject body_text body_html unsubscribe_url state sent_at created_at',
    other: 'id necessity attempts next_at error sent_by about',
  },
  mail_soft_bounces: {
    person: 'address_hash at',
    other: 'event_id',
  },
  mail_suppressions: {
    person: 'address_hash reason since lifted_at',
    other: 'source',
  },
  media: {
    person:
      'user_id kind status original_name mime_type size width height duration_ms source_url facts alt tags created_at',
    other: 'id organization_id brand_id storage_key thumbnail_key sha256 version updated_at',
  },
  media_uploads: {
    person: 'user_id file_name alt tags',
    other:
      'id organization_id brand_id mime_type size sha256 status storage_key direct parts_id media_id expires_at created_at',
  },
  media_variants: {
    other: 'id organization_id media_id fit storage_key mime_type size width height created_at',
  },
  metrics_lanes: {
    other:
      'organization_id social_account_id fence lease_until paused_until paused_because account_at',
  },
  notification_preferences: {
    person: 'user_id type in_app email',
  },
  notifications: {
    person: 'user_id type title message words link subject_id read_at created_at in_app email_at',
    other: 'id organization_id dedupe_key',
  },
  one_time_tokens: {
    person: 'user_id purpose email used_at created_at',
    other: 'id token_hash expires_at',
  },
  organizations: {
    person: 'name slug owner_id personal subscription_tier status created_at suspended_because',
    other: 'id members_need_approval version publishing_grace updated_at',
  },
  post_analytics: {
    other:
      'id organization_id social_post_id social_account_id date impressions reach likes comments shares clicks saves video_views engagement_rate fetched_at engagements rate_engagements rate_audience',
  },
  post_approvals: {
    person: 'user_id step comment created_at',
    other: 'id organization_id post_id version allow_duplicate',
  },
  post_import_rows: {
    person: 'body',
    other: 'organization_id import_id line status post_id error',
  },
  post_imports: {
    person: 'user_id mode dry_run status created_at finished_at',
    other: 'id organization_id next_at attempts',
  },
  post_media: {
    other: 'post_id organization_id platform part position media_id alt_text source_url',
  },
  post_totals: {
    other:
      'organization_id social_post_id impressions reach likes comments shares clicks saves video_views engagements rate_engagements rate_audience engagement_rate known_at',
  },
  posts: {
    person:
      'user_id content image_urls video_url hashtags thread first_comment overrides platforms ai_generated ai_prompt ai_model status scheduled_for published_at created_at',
    other: 'id organization_id brand_id social_account_ids calendar_at version updated_at',
  },
  publishing_stops: {
    person: 'created_by released_by reason',
    other: 'id scope platform organization_id brand_id social_account_id created_at released_at',
  },
  queue_entries: {
    other: 'organization_id brand_id slot_at post_id',
  },
  plan_grants: { other: 'id organization_id tier until ended_at created_at' },
  quota_grants: { other: 'id organization_id metric period amount created_at' },
  quota_counters: {
    other: 'organization_id metric period used updated_at',
  },
  quota_movements: {
    other: 'organization_id metric subject_id kind period round amount at',
  },
  rate_limits: {
    other: 'key hits granted resets_at',
  },
  recovery_codes: {
    person: 'user_id used_at created_at',
    other: 'id code_hash',
  },
  recurrence_occurrences: {
    other: 'id organization_id recurrence_id occurs_at status post_id error created_at',
  },
  recurrences: {
    person: 'user_id post more_texts rule starts_at timezone status created_at',
    other: 'id organization_id brand_id planned_from next_at version updated_at',
  },
  refresh_tokens: {
    other: 'id session_id parent_id token_hash used_at revoked_at expires_at created_at',
  },
  second_factor_challenges: {
    person: 'user_id',
    other: 'id token_hash provider tries used_at expires_at created_at',
  },
  staff_audit: {
    other:
      'id staff_id staff_email staff_role action subject subject_id organization_id user_id reason input before after outcome error session_id ip_address user_agent request_id created_at ended_at',
  },
  staff_authenticators: { other: 'id staff_id secret last_step confirmed_at created_at' },
  staff_members: {
    other:
      'id email name role password_hash password_algorithm password_is_initial last_login_at removed_at created_at',
  },
  staff_recovery_codes: { other: 'id staff_id code_hash used_at created_at' },
  staff_view_codes: { other: 'id staff_id user_id code_hash expires_at used_at created_at' },
  staff_views: { person: 'user_id until created_at', other: 'id organization_id' },
  staff_sessions: {
    other:
      'id staff_id token_hash stage tries ip_address user_agent last_used_at expires_at ended_at ended_because created_at',
  },
  sessions: {
    person:
      'user_id provider ip_address user_agent last_used_at expires_at revoked_at revoked_because created_at',
    other: 'id staff_id',
  },
  social_accounts: {
    person:
      'platform platform_user_id username display_name avatar_url profile_url granted_by status connected_at',
    other:
      'id organization_id brand_id access_token refresh_token token_expires_at token_refreshed_at refresh_expires_at token_lease_until token_fence scopes facts limits status_reason paused_until paused_because last_sync_at created_at updated_at',
  },
  social_posts: {
    person: 'platform platform_post_id platform_url published_at due_at',
    other:
      'id organization_id brand_id post_id social_account_id state grace_until next_at fence lease_until claimed_by claim_count retry_count last_retry_at part parts checkpoint intent_at started_at unknown_since called_off_at looks absent_seen absent_seen_at proof provisional resolve_at handed_over missing_at gone_at removed_at metrics_at metrics_asked_at error content_hash preflight_at preflight_issues created_at updated_at',
  },
  subscriptions: {
    person:
      'user_id provider provider_subscription_id plan tier status current_period_start current_period_end trial_end cancel_at_period_end canceled_at past_due_since grace_until began_at created_at',
    other: 'id organization_id price_id period_anchor updated_at',
  },
  team_members: {
    person: 'organization_id user_id role invited_by invited_at joined_at brand_ids',
    other: 'id version',
  },
  users: {
    person:
      'id email email_verified_at name avatar_url auth_provider auth_provider_id status last_login_at created_at updated_at suspended_because locale timezone',
    other: 'password_hash password_algorithm erased_at',
  },
  webhook_attempts: {
    person: 'answer',
    other: 'id organization_id webhook_delivery_id attempt status_code duration_ms error at',
  },
  webhook_deliveries: {
    person: 'data',
    other:
      'id organization_id webhook_endpoint_id type state attempts round next_at delivered_at created_at',
  },
  webhook_endpoints: {
    person: 'created_by url description',
    other:
      'id organization_id brand_id event_types enabled disabled_because signing_secret previous_secret previous_secret_until rotated_at failing_since paused_until version created_at updated_at',
  },
  webhook_events: {
    person: 'payload',
    other: 'id provider event_id event_type processed_at attempts next_at error created_at',
  },
  weekly_summaries: {
    person: 'user_id',
    other: 'due_at',
  },
  workers: {
    other: 'id started_at beat_at in_flight',
  },
}
