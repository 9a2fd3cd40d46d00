import { letterAvatar, type EmulatorRoute } from '@t21/plugin-kit/sandbox'

/** The pictures of people. */
export const avatarRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'lh3.googleusercontent.com',
    path: '/a/:sub',
    operation: 'avatar',
    handle: ({ params }) => letterAvatar(params['sub'] ?? '', 'G'),
  },
]
