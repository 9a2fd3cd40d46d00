import type { OAuthScope } from '@t21/plugin-kit'

/** The permissions that T21 has a use for: tiktok.md 1. A person may untick any of them. */
export const scopes: readonly OAuthScope[] = [
  {
    name: 'user.info.basic',
    required: true,
    without: 'T21 cannot tell which account was connected.',
  },
  {
    name: 'video.publish',
    required: false,
    without: 'Nothing can be published directly; posts can only be sent to the inbox of the app.',
  },
  {
    name: 'video.upload',
    required: false,
    without: 'Posts cannot be sent to the inbox of the app (option mode: inbox).',
  },
  {
    name: 'user.info.profile',
    required: false,
    without: 'The name of the account may be shown instead of its handle.',
  },
  {
    name: 'user.info.stats',
    required: false,
    without: 'Followers and the number of videos are not shown.',
  },
  {
    name: 'video.list',
    required: false,
    without:
      'Views, likes, comments and shares are not shown, and T21 cannot look for a post after a lost answer.',
  },
]

/** Their names, in the order in which they are asked for. */
export const scopeNames: readonly string[] = scopes.map(({ name }) => name)
