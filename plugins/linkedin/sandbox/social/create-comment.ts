import type { Static } from 'typebox'
import { requireActor } from '../accounts/actor.ts'
import type { Call } from '../api/endpoint.ts'
import { accessDenied, invalidInput } from '../api/errors.ts'
import { newNumber } from '../api/ids.ts'
import { postLimits } from '../api/limits.ts'
import { takeFromCommentBurst } from '../api/rate-limits.ts'
import { requireLength, requireNotBlank } from '../posts/lengths.ts'
import { findPostOrActivity } from '../posts/post-store.ts'
import { notify } from '../webhooks/notify.ts'
import type { commentValidator } from './comment-schema.ts'
import { keepComment, type StoredComment } from './comment.ts'
import { socialScopes, type Target } from './thread.ts'

type NewComment = Static<ReturnType<(typeof commentValidator)['Type']>>

/**
 * Comments a post, or answers a comment. The text is plain: nothing in it needs escaping (linkedin.md 9).
 *
 * @throws Refusal 400, 403, 429
 */
export function createComment(call: Call, target: Target, body: NewComment): StoredComment {
  const { context, member } = call
  const { post, comment: parent } = target
  requireActor(call, body.actor, {
    ...socialScopes,
    field: 'actor',
    resource: 'partnerApiSocialActions.CREATE',
  })
  if (findPostOrActivity(context, body.object)?.urn !== post.urn) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'object', 'is not the post of the path')
  }
  if (body.parentComment !== parent?.urn) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'parentComment', 'is not the comment of the path')
  }
  requireNotBlank(body.message.text, 'message/text')
  requireLength(body.message.text, 'message/text', postLimits.comment)
  requireInside(body)
  if (post.commentsState === 'CLOSED') throw accessDenied('Comments are closed on this post')
  takeFromCommentBurst(context, call)

  const id = newNumber(context)
  const now = context.now().getTime()
  const activity = `urn:li:activity:${post.activityId}`
  const comment: StoredComment = {
    id,
    urn: `urn:li:comment:(${activity},${id})`,
    postUrn: post.urn,
    activity,
    parent: parent?.urn ?? null,
    actor: body.actor,
    memberId: member.id,
    text: body.message.text,
    attributes: body.message.attributes ?? [],
    createdAt: now,
    lastModifiedAt: now,
  }
  keepComment(context, comment)
  notify(context, {
    action: comment.actor === post.author ? 'ADMIN_COMMENT' : 'COMMENT',
    post,
    generated: comment.urn,
    by: comment.actor,
    comment: { text: comment.text, object: activity },
  })
  return comment
}

function requireInside({ message }: NewComment): void {
  for (const [index, { start, length }] of (message.attributes ?? []).entries()) {
    if (start + length <= message.text.length) continue
    const field = `message/attributes/${index}`
    throw invalidInput('INVALID_VALUE_FOR_FIELD', field, 'lies outside of the text')
  }
}
