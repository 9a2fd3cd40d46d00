import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { requireRole } from '../accounts/actor.ts'
import { memberUrn } from '../accounts/member.ts'
import { requireScope, type Call } from '../api/endpoint.ts'
import { invalidInput, notFound, notPermitted } from '../api/errors.ts'
import { pathKey } from '../api/restli.ts'
import { parseUrn } from '../api/urn.ts'
import { isVisible } from '../posts/lifecycle.ts'
import { findPost, findPostOrActivity } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'
import { commentOfUrn, type StoredComment } from './comment.ts'

/** What can be commented and reacted to: a post, or a comment of it. */
export interface Target {
  readonly post: StoredPost
  readonly comment: StoredComment | undefined
}

/** The visible post or comment of a URN. @throws Refusal 400, 404 */
export function targetOf(context: EmulatorContext, urn: string, field: string): Target {
  const kind = parseUrn(urn)?.kind ?? ''
  if (!['share', 'ugcPost', 'activity', 'comment'].includes(kind)) {
    throw invalidInput('INVALID_URN_TYPE', field, `"${urn}" is no post and no comment`)
  }
  const comment = commentOfUrn(context, urn)
  const post =
    comment === undefined ? findPostOrActivity(context, urn) : findPost(context, comment.postUrn)
  if (post === undefined || !isVisible(context, post)) throw notFound()
  return { post, comment }
}

/** As {@link targetOf}, named by the path: `/rest/socialActions/{urn}`. */
export function targetOfPath(call: Call): Target {
  return targetOf(call.context, pathKey(call.request, 3), 'id')
}

/** Scopes to comment and react; they need the Community Management API (linkedin.md 2.5). */
export const socialScopes = {
  memberScopes: ['w_member_social', 'w_member_social_feed'],
  organizationScopes: ['w_organization_social', 'w_organization_social_feed'],
} as const

/** @throws Refusal 403 for an app of self-service, whatever its scopes */
export function requireCommunity(call: Call, resource: string): void {
  if (call.client.tier === 'selfServe') throw notPermitted(resource, call.version)
}

/** Reading what others did with a post. @throws Refusal 403 */
export function requireSocialReader(call: Call, post: StoredPost, resource: string): void {
  requireCommunity(call, resource)
  if (post.author.startsWith('urn:li:organization:')) {
    requireScope(call, ['r_organization_social', 'r_organization_social_feed'], resource)
    requireRole(call, post.author)
    return
  }
  requireScope(call, ['r_member_social', 'r_member_social_feed'], resource)
  if (post.author !== memberUrn(call.member)) throw notPermitted(resource, call.version)
}
