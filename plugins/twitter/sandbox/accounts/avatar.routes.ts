import { letterAvatar, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { findAccount } from './account.ts'

/** The pictures that `profile_image_url` points to: a disc with the account's first letter. */
export const avatarRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'pbs.twimg.com',
    path: '/profile_images/:id/:file',
    operation: 'avatar',
    handle(request, context) {
      const account = findAccount(context, request.params['id'] ?? '')
      if (account === undefined) return { status: 404 }
      return letterAvatar(account.id, account.username)
    },
  },
]
