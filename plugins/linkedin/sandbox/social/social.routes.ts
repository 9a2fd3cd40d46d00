import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { posting, requireActor } from '../accounts/actor.ts'
import { memberUrn } from '../accounts/member.ts'
import { readBody } from '../api/body.ts'
import { restEndpoint, restliMethod } from '../api/endpoint.ts'
import { illegalArgument } from '../api/errors.ts'
import { requiredText } from '../api/parameters.ts'
import { readQuery } from '../api/restli.ts'
import { keepPost } from '../posts/post-store.ts'
import { notify } from '../webhooks/notify.ts'
import { metadataPatchValidator, reactionValidator } from './comment-schema.ts'
import { commentsOn } from './comment.ts'
import { engagementOf } from './engagement.ts'
import { react, reactionsTo, reactionTypes } from './reaction.ts'
import {
  requireCommunity,
  requireSocialReader,
  socialScopes,
  targetOf,
  targetOfPath,
} from './thread.ts'

/** Reactions, and the counts of what people did (linkedin.md 6 and 9). */
export const socialRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'POST',
    path: '/rest/reactions',
    operation: 'create_reaction',
    restliMethods: ['CREATE'],
    handle(call) {
      const resource = 'partnerApiReactions.CREATE'
      requireCommunity(call, resource)
      const actor = requiredText(readQuery(call.request, ['actor']), 'actor')
      requireActor(call, actor, { ...socialScopes, field: 'actor', resource })
      const { root, reactionType } = readBody(call.request, reactionValidator)
      const { post, comment } = targetOf(call.context, root, 'root')
      const entity = comment?.urn ?? post.urn
      const at = call.context.now().getTime()
      react(call.context, entity, { actor, type: reactionType, at })
      const reaction = `urn:li:reaction:(${actor},urn:li:activity:${post.activityId})`
      if (comment === undefined) {
        notify(call.context, { action: 'LIKE', post, generated: reaction, by: actor })
      }
      return { status: 201, headers: { 'x-restli-id': reaction } }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/socialActions/:urn',
    operation: 'social_actions',
    restliMethods: ['GET'],
    handle(call) {
      const resource = 'partnerApiSocialActions.GET'
      requireCommunity(call, resource)
      readQuery(call.request, [])
      const { post } = targetOfPath(call)
      requireSocialReader(call, post, resource)
      const { likes } = engagementOf(call.context, post, call.context.now().getTime())
      const comments = commentsOn(call.context, post.urn)
      const mine = memberUrn(call.member)
      return {
        status: 200,
        json: {
          likesSummary: {
            totalLikes: likes,
            aggregatedTotalLikes: likes,
            likedByCurrentUser: reactionsTo(call.context, post.urn).some(
              ({ actor }) => actor === mine,
            ),
          },
          commentsSummary: {
            totalFirstLevelComments: comments.filter(({ parent }) => parent === null).length,
            aggregatedTotalComments: comments.length,
          },
          target: post.urn,
        },
      }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/socialMetadata/:urn',
    operation: 'social_metadata',
    restliMethods: ['GET'],
    handle(call) {
      const resource = 'partnerApiSocialMetadata.GET'
      requireCommunity(call, resource)
      readQuery(call.request, [])
      const { post } = targetOfPath(call)
      requireSocialReader(call, post, resource)
      const { likes } = engagementOf(call.context, post, call.context.now().getTime())
      const own = reactionsTo(call.context, post.urn)
      const counts = reactionTypes.map((type) => {
        const given = own.filter((reaction) => reaction.type === type).length
        return [type, type === 'LIKE' ? likes - own.length + given : given] as const
      })
      const comments = commentsOn(call.context, post.urn)
      return {
        status: 200,
        json: {
          entity: post.urn,
          reactionSummaries: Object.fromEntries(
            counts
              .filter(([, count]) => count > 0)
              .map(([reactionType, count]) => [reactionType, { reactionType, count }]),
          ),
          commentSummary: {
            count: comments.length,
            topLevelCount: comments.filter(({ parent }) => parent === null).length,
          },
          commentsState: post.commentsState,
        },
      }
    },
  }),
  restEndpoint({
    method: 'POST',
    path: '/rest/socialMetadata/:urn',
    operation: 'edit_social_metadata',
    restliMethods: ['PARTIAL_UPDATE'],
    handle(call) {
      const resource = 'partnerApiSocialMetadata.PARTIAL_UPDATE'
      if (restliMethod(call.request) !== 'PARTIAL_UPDATE') {
        throw illegalArgument('X-RestLi-Method must be PARTIAL_UPDATE')
      }
      requireCommunity(call, resource)
      requiredText(readQuery(call.request, ['actor']), 'actor')
      const { post } = targetOfPath(call)
      requireActor(call, post.author, { ...posting, field: 'actor', resource })
      const { commentsState } = readBody(call.request, metadataPatchValidator).patch.$set
      keepPost(call.context, { ...post, commentsState })
      return { status: 204 }
    },
  }),
]
