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
      const hue = Number(BigInt(account.id) % 360n)
      const letter = account.username.slice(0, 1).toUpperCase()
      const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 48 48"><circle cx="24" cy="24" r="24" fill="hsl(${hue} 60% 45%)"/><text x="24" y="32" font-family="sans-serif" font-size="24" text-anchor="middle" fill="#fff">${letter}</text></svg>`
      return {
        status: 200,
        headers: { 'content-type': 'image/svg+xml' },
        bytes: Buffer.from(picture),
      }
    },
  },
]
