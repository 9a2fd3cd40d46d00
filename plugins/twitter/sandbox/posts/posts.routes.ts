import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { readBody } from '../api/body.ts'
import { userEndpoint } from '../api/endpoint.ts'
import { forbidden } from '../api/errors.ts'
import { validId } from '../api/query.ts'
import { createPost } from './create-post.ts'
import { forgetUtterance } from './duplicates.ts'
import { newPostValidator } from './post-schema.ts'
import { findPost, removePost } from './post-store.ts'
import { presentPost } from './post-view.ts'
import { tellCreated, tellDeleted } from '../webhooks/activity.ts'

const scopes = ['tweet.read', 'tweet.write', 'users.read']

/** Publishing and deleting (twitter.md 2.1 and 9). */
export const postRoutes: readonly EmulatorRoute[] = [
  userEndpoint({
    method: 'POST',
    path: '/2/tweets',
    operation: 'create_post',
    scopes,
    handle({ request, context, account }) {
      const post = createPost(context, account, readBody(request, newPostValidator))
      tellCreated(context, account, post)
      const shown = presentPost(post, { fields: [], words: 'tweet' }, context.now().getTime())
      return { status: 201, json: { data: shown } }
    },
  }),
  userEndpoint({
    method: 'DELETE',
    path: '/2/tweets/:id',
    operation: 'delete_post',
    scopes,
    handle({ request, context, account }) {
      const post = findPost(context, validId('id', request.params['id'] ?? ''))
      // A post that is gone already counts as deleted (field reports, unconfirmed).
      if (post !== undefined) {
        if (post.authorId !== account.id) {
          throw forbidden('You are not authorized to delete this Tweet.')
        }
        removePost(context, post)
        forgetUtterance(context, post)
        tellDeleted(context, account, post)
      }
      return { status: 200, json: { data: { deleted: true } } }
    },
  }),
]
