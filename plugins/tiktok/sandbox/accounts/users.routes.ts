import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { endpoint, requireScopes } from '../api/endpoint.ts'
import { pick, readFields } from '../api/fields.ts'
import { presentUser, userFields } from './user-view.ts'

/** Who am I (tiktok.md 1, step 7). A field without its scope refuses the whole call. */
export const userRoutes: readonly EmulatorRoute[] = [
  endpoint({
    method: 'GET',
    path: '/v2/user/info/',
    operation: 'user_info',
    scopes: [],
    handle({ request, context, caller }) {
      const fields = readFields(request, Object.values(userFields).flat())
      for (const [scope, names] of Object.entries(userFields)) {
        if (names.some((name) => fields.has(name))) requireScopes(caller, [scope])
      }
      return { user: pick(presentUser(context, caller), fields) }
    },
  }),
]
