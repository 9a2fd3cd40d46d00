import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { userEndpoint } from '../api/endpoint.ts'
import { allowParameters, choiceParameter } from '../api/query.ts'
import { presentUser, userFields } from './user-view.ts'

/** Who am I (twitter.md 1.1). */
export const userRoutes: readonly EmulatorRoute[] = [
  userEndpoint({
    method: 'GET',
    path: '/2/users/me',
    operation: 'me',
    scopes: ['tweet.read', 'users.read'],
    handle({ request, context, account, caller }) {
      allowParameters(request, ['user.fields', 'tweet.fields', 'post.fields', 'expansions'])
      const fields = choiceParameter(request, 'user.fields', userFields)
      const granted = caller.kind === 'user' ? caller.scopes : []
      return { status: 200, json: { data: presentUser(context, account, fields, granted) } }
    },
  }),
]
