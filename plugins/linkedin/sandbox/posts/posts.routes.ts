import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { posting, requireActor } from '../accounts/actor.ts'
import { readBody } from '../api/body.ts'
import { requireScope, restEndpoint, restliMethod, type Call } from '../api/endpoint.ts'
import { illegalArgument, notFound } from '../api/errors.ts'
import { postLimits } from '../api/limits.ts'
import { pathKey, readQuery } from '../api/restli.ts'
import { requireUrn } from '../api/urn.ts'
import { createPost } from './create-post.ts'
import { requireLength, requireNotBlank } from './lengths.ts'
import { parseLittleText } from './little-text.ts'
import { resolveMentions } from './mentions.ts'
import { patchValidator, postValidator } from './post-schema.ts'
import { authorOfDeleted, findPost, keepPost, removePost } from './post-store.ts'

const writers = [...posting.memberScopes, ...posting.organizationScopes]

/** Publishing, changing and deleting (linkedin.md 2.1 and 9). */
export const postRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'POST',
    path: '/rest/posts',
    operation: 'create_post',
    restliMethods: ['CREATE'],
    handle(call) {
      readQuery(call.request, [])
      requireScope(call, writers, 'partnerApiPostsExternal.CREATE')
      const { urn } = createPost(call, readBody(call.request, postValidator))
      return {
        status: 201,
        headers: {
          'x-restli-id': urn,
          'x-linkedin-id': urn,
          'access-control-expose-headers': 'x-restli-id, x-linkedin-id',
        },
      }
    },
  }),
  restEndpoint({
    method: 'POST',
    path: '/rest/posts/:urn',
    operation: 'edit_post',
    restliMethods: ['PARTIAL_UPDATE'],
    handle(call) {
      if (restliMethod(call.request) !== 'PARTIAL_UPDATE') {
        throw illegalArgument('X-RestLi-Method must be PARTIAL_UPDATE')
      }
      const urn = postKey(call)
      const post = findPost(call.context, urn)
      if (post === undefined) throw notFound()
      requireAuthor(call, post.author, 'partnerApiPostsExternal.PARTIAL_UPDATE')
      const { $set: set } = readBody(call.request, patchValidator).patch
      if (set.commentary !== undefined) {
        requireLength(set.commentary, 'patch/$set/commentary', postLimits.commentary)
        if (post.content === null && post.parent === null) {
          requireNotBlank(set.commentary, 'patch/$set/commentary')
        }
      }
      keepPost(call.context, {
        ...post,
        segments:
          set.commentary === undefined
            ? post.segments
            : resolveMentions(call.context, parseLittleText(set.commentary)),
        callToActionLabel: set.contentCallToActionLabel ?? post.callToActionLabel,
        landingPage: set.contentLandingPage ?? post.landingPage,
        lastModifiedAt: call.context.now().getTime(),
        isEditedByAuthor: true,
      })
      return { status: 204 }
    },
  }),
  restEndpoint({
    method: 'DELETE',
    path: '/rest/posts/:urn',
    operation: 'delete_post',
    restliMethods: ['DELETE'],
    handle(call) {
      const urn = postKey(call)
      const post = findPost(call.context, urn)
      const author = post?.author ?? authorOfDeleted(call.context, urn)
      if (author === undefined) throw notFound()
      requireAuthor(call, author, 'partnerApiPostsExternal.DELETE')
      if (post !== undefined) removePost(call.context, post)
      return { status: 204 }
    },
  }),
]

function postKey(call: Call): string {
  readQuery(call.request, [])
  const urn = pathKey(call.request, 3)
  requireUrn(urn, 'id', ['share', 'ugcPost'])
  return urn
}

function requireAuthor(call: Call, author: string, resource: string): void {
  requireActor(call, author, { ...posting, field: 'author', resource })
}
