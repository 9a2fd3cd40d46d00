import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { requireActor } from '../accounts/actor.ts'
import { readBody } from '../api/body.ts'
import { restEndpoint, restliMethod, type Call } from '../api/endpoint.ts'
import { accessDenied, illegalArgument, notFound } from '../api/errors.ts'
import { postLimits } from '../api/limits.ts'
import { paged, pageOf, requiredText } from '../api/parameters.ts'
import { pathKey, readQuery } from '../api/restli.ts'
import { requireLength, requireNotBlank } from '../posts/lengths.ts'
import { notify, type NotifiedAction } from '../webhooks/notify.ts'
import { commentPatchValidator, commentValidator } from './comment-schema.ts'
import { presentComment } from './comment-view.ts'
import {
  commentsOn,
  findComment,
  keepComment,
  removeComment,
  type StoredComment,
} from './comment.ts'
import { createComment } from './create-comment.ts'
import { requireCommunity, requireSocialReader, socialScopes, targetOfPath } from './thread.ts'

const resource = 'partnerApiSocialActions'
const path = '/rest/socialActions/:urn/comments'

/** Comments (linkedin.md 9). */
export const commentRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'GET',
    path,
    operation: 'list_comments',
    restliMethods: ['GET_ALL'],
    handle(call) {
      requireCommunity(call, `${resource}.GET_ALL`)
      const query = readQuery(call.request, ['start', 'count'])
      const { post, comment } = targetOfPath(call)
      requireSocialReader(call, post, `${resource}.GET_ALL`)
      const elements = commentsOn(call.context, post.urn)
        .filter(({ parent }) => parent === (comment?.urn ?? null))
        .map((one) => presentComment(call.context, one))
      return { status: 200, json: paged(elements, pageOf(query)) }
    },
  }),
  restEndpoint({
    method: 'POST',
    path,
    operation: 'create_comment',
    restliMethods: ['CREATE'],
    handle(call) {
      requireCommunity(call, `${resource}.CREATE`)
      readQuery(call.request, [])
      const target = targetOfPath(call)
      const comment = createComment(call, target, readBody(call.request, commentValidator))
      return {
        status: 201,
        headers: { 'x-restli-id': comment.id, 'access-control-expose-headers': 'x-restli-id' },
        json: presentComment(call.context, comment),
      }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: `${path}/:id`,
    operation: 'get_comment',
    restliMethods: ['GET'],
    handle(call) {
      requireCommunity(call, `${resource}.GET`)
      readQuery(call.request, [])
      requireSocialReader(call, targetOfPath(call).post, `${resource}.GET`)
      return { status: 200, json: presentComment(call.context, commentOfPath(call)) }
    },
  }),
  restEndpoint({
    method: 'POST',
    path: `${path}/:id`,
    operation: 'edit_comment',
    restliMethods: ['PARTIAL_UPDATE'],
    handle(call) {
      if (restliMethod(call.request) !== 'PARTIAL_UPDATE') {
        throw illegalArgument('X-RestLi-Method must be PARTIAL_UPDATE')
      }
      const comment = ownComment(call, `${resource}.PARTIAL_UPDATE`)
      const { text } = readBody(call.request, commentPatchValidator).patch.message.$set
      requireNotBlank(text, 'patch/message/$set/text')
      requireLength(text, 'patch/message/$set/text', postLimits.comment)
      const lastModifiedAt = call.context.now().getTime()
      keepComment(call.context, { ...comment, text, attributes: [], lastModifiedAt })
      tell(call, 'COMMENT_EDIT', { ...comment, text })
      return { status: 204 }
    },
  }),
  restEndpoint({
    method: 'DELETE',
    path: `${path}/:id`,
    operation: 'delete_comment',
    restliMethods: ['DELETE'],
    handle(call) {
      const comment = ownComment(call, `${resource}.DELETE`)
      removeComment(call.context, comment)
      tell(call, 'COMMENT_DELETE', comment)
      return { status: 204 }
    },
  }),
]

function commentOfPath(call: Call): StoredComment {
  const { post } = targetOfPath(call)
  const comment = findComment(call.context, pathKey(call.request, 5))
  if (comment === undefined || comment.postUrn !== post.urn) throw notFound()
  return comment
}

/** The comment of the path, in the name of the actor of the query, who must have written it. */
function ownComment(call: Call, name: string): StoredComment {
  requireCommunity(call, name)
  const actor = requiredText(readQuery(call.request, ['actor']), 'actor')
  const comment = commentOfPath(call)
  requireActor(call, actor, { ...socialScopes, field: 'actor', resource: name })
  if (comment.actor !== actor) throw accessDenied('The actor did not write this comment')
  return comment
}

function tell(call: Call, action: NotifiedAction, comment: StoredComment): void {
  const { post } = targetOfPath(call)
  const { text, activity: object } = comment
  notify(call.context, {
    action,
    post,
    generated: comment.urn,
    by: comment.actor,
    comment: { text, object },
  })
}
