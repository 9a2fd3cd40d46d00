import {
  changesOf,
  dataDeletionReply,
  hubHandshake,
  isSignedByMeta,
  signedRequestEvents,
  type MetaChange,
} from '@t21/meta-graph'
import type { Webhook, WebhookEvent, WebhookRequest } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import type { Settings } from './settings.ts'
import { subscribe } from './webhook.subscribe.ts'

const FeedValue = Type.Object({
  item: Type.String(),
  verb: Type.Optional(Type.String()),
  post_id: Type.Optional(Type.String()),
  created_time: Type.Optional(Type.Number()),
})

/** What people do below posts; T21 reads numbers and comments when it needs them. */
const ofOthers = ['comment', 'reaction', 'like']

/** What Facebook tells by itself, and its two callbacks about a person: facebook.md 7. */
export const webhook: Webhook<Settings> = {
  handshake: (request, settings) => hubHandshake(request, settings.webhookVerifyToken),
  verify: (request, settings) => isSignedByMeta(request, [settings.clientSecret]),
  parse,
  subscribe,
  deletionReply: dataDeletionReply,
}

function parse(request: WebhookRequest): readonly WebhookEvent[] {
  return signedRequestEvents(request) ?? changesOf(request).flatMap((change) => eventOf(change))
}

function eventOf(change: MetaChange): readonly WebhookEvent[] {
  if (change.object !== 'page') return []
  const { accountId: platformUserId, at, field } = change
  // Of a video's processing: its post has no id yet, so T21 looks at what it has under way.
  if (field === 'videos') {
    return [{ kind: 'post_changed', platformUserId, ...(at && { at }), name: 'videos' }]
  }
  const value = field === 'feed' ? read(FeedValue, change.value) : null
  if (!value || ofOthers.includes(value.item)) return []
  const { item, verb = 'changed', post_id: remoteId, created_time: created } = value
  const name = `feed.${item}.${verb}`
  return [
    {
      kind: 'post_changed',
      // A post is edited more than once, so only what happens to it once has an id.
      ...(remoteId !== undefined && onlyOnce(verb) && { id: `${name}:${remoteId}` }),
      platformUserId,
      ...(remoteId !== undefined && { remoteId }),
      ...(timeOf(created, at) && { at: timeOf(created, at) }),
      name,
    },
  ]
}

function onlyOnce(verb: string): boolean {
  return ['add', 'remove', 'delete'].includes(verb)
}

// `created_time` is that of the post, and so that of the event only for a new one in seconds.
function timeOf(created: number | undefined, at: Date | undefined): Date | undefined {
  return at ?? (created === undefined ? undefined : new Date(created * 1000))
}
