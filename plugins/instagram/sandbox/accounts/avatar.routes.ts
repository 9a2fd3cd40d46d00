import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { findAccount } from './account.ts'

/** The pictures that `profile_picture_url` points to: a disc with the account's first letter. */
export const avatarRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'scontent.cdninstagram.com',
    path: '/avatars/:id',
    operation: 'avatar',
    handle(request, context) {
      const account = findAccount(context, request.params['id'] ?? '')
      if (account === undefined) return { status: 404 }
      const hue = Number(BigInt(account.id) % 360n)
      const letter = account.username.slice(0, 1).toUpperCase()
      return {
        status: 200,
        headers: { 'content-type': 'image/svg+xml' },
        bytes: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 48 48"><circle cx="24" cy="24" r="24" fill="hsl(${hue} 60% 45%)"/><text x="24" y="32" font-family="sans-serif" font-size="24" text-anchor="middle" fill="#fff">${letter}</text></svg>`,
        ),
      }
    },
  },
]
