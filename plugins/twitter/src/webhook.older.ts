import type { WebhookEvent } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { OlderDeletion, OlderPost, OlderRevocation, type OlderDelivery } from './webhook.schemas.ts'

/**
 * The events of a delivery of the Account Activity API, which X calls deprecated: posts of the account itself, and the
 * withdrawn grant.
 */
export function olderEvents(delivery: OlderDelivery): readonly WebhookEvent[] {
  const { for_user_id: owner } = delivery
  return [
    ...(delivery.tweet_create_events ?? []).flatMap((entry) => createdEvent(entry, owner)),
    ...(delivery.tweet_delete_events ?? []).flatMap((entry) => deletedEvent(entry, owner)),
    ...revokedEvent(delivery.user_event?.revoke),
  ]
}

function createdEvent(entry: unknown, owner: string | undefined): readonly WebhookEvent[] {
  const post = read(OlderPost, entry)
  // Posts of others that mention the account are delivered as well.
  if (!post || owner === undefined || post.user.id_str !== owner) return []
  const remoteId = post.id_str
  return [changed('tweet_create_events', owner, remoteId, momentOf(Number(post.timestamp_ms)))]
}

function deletedEvent(entry: unknown, owner: string | undefined): readonly WebhookEvent[] {
  const deletion = read(OlderDeletion, entry)
  if (!deletion || owner === undefined || deletion.status.user_id !== owner) return []
  const { status, timestamp_ms: timestamp } = deletion
  return [changed('tweet_delete_events', owner, status.id, momentOf(Number(timestamp)))]
}

function changed(
  name: string,
  owner: string,
  remoteId: string,
  at: Date | undefined,
): WebhookEvent {
  const id = `${name} ${remoteId}`
  return { kind: 'post_changed', name, id, platformUserId: owner, remoteId, ...(at && { at }) }
}

function revokedEvent(entry: unknown): readonly WebhookEvent[] {
  const revocation = read(OlderRevocation, entry)
  if (!revocation) return []
  const userId = revocation.source.user_id
  const at = momentOf(revocation.date_time)
  const name = 'user_event.revoke'
  return [{ kind: 'grant_revoked', name, platformUserId: userId, userId, ...(at && { at }) }]
}

function momentOf(text: string | number | undefined): Date | undefined {
  const moment = new Date(text ?? Number.NaN)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
