import type { WebhookEvent } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { olderEvents } from './webhook.older.ts'
import { ActivityDelivery, OlderDelivery, type ActivityEvent } from './webhook.schemas.ts'

/**
 * What a delivery says: of the Activity API, or of the older Account Activity API (twitter.md 7). What others do with a post
 * (answers, likes, reposts) is left out: X charges for every look, and the numbers are read by their own schedule.
 */
export function webhookEvents(rawBody: Uint8Array): readonly WebhookEvent[] {
  const body = jsonOf(rawBody)
  const event = read(ActivityDelivery, body)?.data
  if (event) return eventOf(event)
  const older = read(OlderDelivery, body)
  return older ? olderEvents(older) : []
}

function eventOf(event: ActivityEvent): readonly WebhookEvent[] {
  const { event_uuid: id, event_type: name, payload, filter } = event
  const at = momentOf(payload.created_at ?? payload.date_time)
  const common = { name, ...(id && { id }), ...(at && { at }) }
  const account = payload.author_id ?? filter?.user_id
  if (name === 'post.create' || name === 'post.delete') {
    if (payload.id === undefined) return []
    const remoteId = payload.id
    return [
      { kind: 'post_changed', ...common, remoteId, ...(account && { platformUserId: account }) },
    ]
  }
  const person = payload.user_id ?? filter?.user_id
  if (person === undefined) return []
  if (name === 'oauth.revoke') {
    return [{ kind: 'grant_revoked', ...common, platformUserId: person, userId: person }]
  }
  if (name.startsWith('profile.update.')) {
    return [{ kind: 'account_changed', ...common, platformUserId: person }]
  }
  return []
}

function momentOf(text: string | undefined): Date | undefined {
  const moment = new Date(text ?? Number.NaN)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
