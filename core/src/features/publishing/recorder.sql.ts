import { isStopped } from './claim.ts'

/**
 * Takes many steps in one statement and one commit, each only where fence and state are still what the
 * worker believes. The step to `sending` also needs that nobody has stopped it and that the account is
 * still connected (T5). History and ended parts are written by the same statement.
 *
 * Takes one parameter, a JSON array of steps; answers the ids that were taken.
 */
export const takeSteps = `
with steps as (
  select * from jsonb_to_recordset(?::jsonb) as s(
    id uuid, fence bigint, from_state text, to_state text, transition text, part smallint,
    next_in double precision, lease_in double precision, keep_checkpoint boolean, checkpoint jsonb,
    error jsonb, retry integer, looks integer, absent_seen integer, call_off boolean, proof text, actor text,
    ended_position smallint, ended_kind text, ended_outcome text, remote_id text, url text,
    provisional boolean, handed_over boolean,
    ended_proof text, ended_error jsonb)
), taken as (
  update social_posts d set
    state = s.to_state,
    part = s.part,
    next_at = clock_timestamp() + make_interval(secs => s.next_in),
    lease_until = clock_timestamp() + make_interval(secs => s.lease_in),
    checkpoint = case when s.keep_checkpoint then d.checkpoint else s.checkpoint end,
    error = s.error,
    retry_count = d.retry_count + s.retry,
    last_retry_at = case when s.retry > 0 then clock_timestamp() else d.last_retry_at end,
    claim_count = 0,
    looks = s.looks,
    absent_seen = s.absent_seen,
    absent_seen_at = case
      when s.absent_seen = 0 then null
      when s.absent_seen > d.absent_seen then clock_timestamp()
      else d.absent_seen_at end,
    intent_at = case when s.to_state = 'sending' then clock_timestamp() else d.intent_at end,
    started_at = case when s.to_state = 'sending' then coalesce(d.started_at, clock_timestamp()) else d.started_at end,
    called_off_at = case
      when s.to_state in ('processing', 'unknown') and coalesce(s.call_off, d.called_off_at is not null)
      then coalesce(d.called_off_at, clock_timestamp()) end,
    unknown_since = case
      when s.to_state in ('unknown', 'reconciling', 'needs_attention') then coalesce(d.unknown_since, clock_timestamp())
    end,
    provisional = d.provisional or (s.provisional and s.ended_position = 0),
    resolve_at = case when s.provisional and s.ended_position = 0 then clock_timestamp() + interval '1 minute' else d.resolve_at end,
    handed_over = d.handed_over or (s.handed_over and s.ended_position = 0),
    metrics_at = case when s.to_state = 'published' then clock_timestamp() + interval '10 minutes' else d.metrics_at end,
    platform_post_id = coalesce(d.platform_post_id, case when s.ended_outcome = 'published' then s.remote_id end),
    platform_url = coalesce(d.platform_url, case when s.ended_outcome = 'published' then s.url end),
    proof = coalesce(s.proof, d.proof),
    published_at = case when s.to_state = 'published' then clock_timestamp() else d.published_at end
  from steps s
  where d.id = s.id and d.fence = s.fence and d.state = s.from_state
    and (s.to_state <> 'sending' or (
      exists (select from social_accounts a where a.id = d.social_account_id and a.status = 'active')
      and not ${isStopped}))
  returning d.id, d.organization_id, d.post_id, d.social_account_id
), ended as (
  insert into delivery_parts
    (delivery_id, organization_id, social_account_id, position, kind, outcome, remote_id, url, proof, error)
  select t.id, t.organization_id, t.social_account_id, s.ended_position, s.ended_kind, s.ended_outcome,
    s.remote_id, s.url, s.ended_proof, s.ended_error
  from taken t join steps s using (id) where s.ended_outcome is not null
  on conflict (delivery_id, position) do update set outcome = excluded.outcome, remote_id = excluded.remote_id,
    url = excluded.url, proof = excluded.proof, error = excluded.error, ended_at = clock_timestamp()
    where delivery_parts.outcome = 'failed'
), history as (
  insert into delivery_events
    (delivery_id, organization_id, transition, from_state, to_state, part, fence, actor, proof, error)
  select t.id, t.organization_id, s.transition, s.from_state, s.to_state,
    coalesce(s.ended_position, s.part), s.fence, s.actor, s.proof, coalesce(s.error, s.ended_error)
  from taken t join steps s using (id)
)
select id, post_id as "postId" from taken`
