import { present, type AskedField } from '@t21/meta-graph/sandbox'
import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Login } from '../oauth/scopes.ts'
import { postsOf } from '../posts/post.ts'
import { traitsOf, type Account } from './account.ts'

/**
 * An account as the API shows it (instagram.md 1A, 1B). With Instagram Login `id` is the app-scoped one, and
 * `user_id` and `account_type` exist; with Facebook Login `id` is the account's.
 */
export function presentAccount(
  context: EmulatorContext,
  account: Account,
  login: Login,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const { creator } = traitsOf(account)
  return present(
    {
      type: 'IGUser',
      id: login === 'instagram' ? account.scopedId : account.id,
      usual: [],
      values: {
        username: account.username,
        name: account.name,
        biography: 'An account of the sandbox.',
        website: undefined,
        profile_picture_url: `${context.origin('scontent.cdninstagram.com')}/avatars/${account.id}`,
        followers_count: followersOf(account),
        follows_count: chanceOf(account, 2, 800),
        media_count: () => postsOf(context, account.id, 'posts').length,
        ...(login === 'instagram'
          ? { user_id: account.id, account_type: creator ? 'Media_Creator' : 'BUSINESS' }
          : {}),
      },
    },
    fields,
  )
}

/** How many follow an account. */
export function followersOf(account: Account): number {
  const most = traitsOf(account).small ? 99 : 20_000
  return (traitsOf(account).small ? 0 : 120) + chanceOf(account, 0, most)
}

/** Always the same for an account, below `most`. */
function chanceOf(account: Account, at: number, most: number): number {
  return createHash('sha256').update(account.id).digest().readUInt16BE(at) % most
}
