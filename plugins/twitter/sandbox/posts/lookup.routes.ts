import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { publicEndpoint } from '../api/endpoint.ts'
import { invalidRequest } from '../api/errors.ts'
import { allowParameters, listParameter, validId } from '../api/query.ts'
import { postQueryParameters, readPostQuery } from './post-query.ts'
import { findReadable, listAnswer, singleAnswer } from './read.ts'

const scopes = ['tweet.read', 'users.read']
const mostIds = 100

/** Posts by id (twitter.md 6). */
export const lookupRoutes: readonly EmulatorRoute[] = [
  publicEndpoint({
    method: 'GET',
    path: '/2/tweets',
    operation: 'lookup_posts',
    scopes,
    handle(call) {
      const { request } = call
      allowParameters(request, ['ids', ...postQueryParameters])
      const ids = listParameter(request, 'ids').map((id) => validId('ids', id))
      if (ids.length < 1 || ids.length > mostIds) {
        throw invalidRequest(
          `The number of values in the \`ids\` query parameter list [${ids.length}] is not between 1 and ${mostIds}`,
          { ids },
        )
      }
      const query = readPostQuery(request)
      return { status: 200, json: listAnswer(call, findReadable(call, ids, 'ids'), query) }
    },
  }),
  publicEndpoint({
    method: 'GET',
    path: '/2/tweets/:id',
    operation: 'lookup_post',
    scopes,
    handle(call) {
      allowParameters(call.request, postQueryParameters)
      const id = validId('id', call.request.params['id'] ?? '')
      const query = readPostQuery(call.request)
      return singleAnswer(call, findReadable(call, [id], 'id'), query)
    },
  }),
]
