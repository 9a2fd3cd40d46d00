import {
  changesOf,
  dataDeletionReply,
  hubHandshake,
  isSignedByMeta,
  signedRequestEvents,
  type MetaChange,
} from '@t21/meta-graph'
import type { Webhook, WebhookEvent } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { Id } from './request.ts'
import { secretsOf, type Settings } from './settings.ts'
import { subscribe } from './webhook.subscribe.ts'

/**
 * What Meta tells of Instagram: instagram.md 7. That a post is published is not among it. Either of the app secrets may
 * have signed, so both are tried.
 */
export const webhook: Webhook<Settings> = {
  handshake: (request, settings) => hubHandshake(request, settings.webhookVerifyToken),
  verify: (request, settings) => isSignedByMeta(request, secretsOf(settings)),
  parse: (request) => signedRequestEvents(request) ?? changesOf(request).flatMap(eventsOf),
  subscribe,
  deletionReply: dataDeletionReply,
}

const Comment = Type.Object({ id: Id, from: Type.Object({ id: Id }) })
const StoryInsights = Type.Object({ media_id: Id })

// Comments of others are no post of ours; our own tells that a first comment is there.
function eventsOf(change: MetaChange): WebhookEvent[] {
  const { object, accountId, at, field, value } = change
  if (object !== 'instagram') return []
  const remoteId = field === 'comments' ? ownCommentIn(value, accountId) : storyIn(field, value)
  if (remoteId === null) return []
  return [{ kind: 'post_changed', platformUserId: accountId, remoteId, at, name: field }]
}

function ownCommentIn(value: MetaChange['value'], accountId: string): string | null {
  const comment = read(Comment, value)
  return comment && String(comment.from.id) === accountId ? String(comment.id) : null
}

function storyIn(field: string, value: MetaChange['value']): string | null {
  const story = field === 'story_insights' ? read(StoryInsights, value) : null
  return story && String(story.media_id)
}
