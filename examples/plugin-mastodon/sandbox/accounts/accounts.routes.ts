import { letterAvatar } from '@t21/plugin-kit/sandbox'
import { userEndpoint, type RoutesOf } from '../api/endpoint.ts'
import { findAccount } from './account.ts'
import { credentialsView } from './account-view.ts'

/** Whose token it is, and the pictures that accounts have: a disc with the first letter. */
export const accountRoutes: RoutesOf = (instance) => [
  userEndpoint(instance, {
    method: 'GET',
    path: '/api/v1/accounts/verify_credentials',
    operation: 'verify_credentials',
    scopes: ['read', 'read:accounts', 'profile'],
    handle: ({ context, account }) => ({ status: 200, json: credentialsView(context, account) }),
  }),
  {
    method: 'GET',
    host: instance.host,
    path: '/avatars/original/:file',
    operation: 'avatar',
    handle(request, context) {
      const id = (request.params['file'] ?? '').replace(/\.svg$/, '')
      const account = findAccount(context, id)
      if (account === undefined) return { status: 404 }
      return letterAvatar(account.id, account.username)
    },
  },
]
