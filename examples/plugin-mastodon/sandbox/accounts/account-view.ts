import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { statusesOf } from '../statuses/status-store.ts'
import { traitsOf, type Account } from './account.ts'
import { followersOf } from './followers.ts'

/** An account as Mastodon shows it. */
export function accountView(context: EmulatorContext, account: Account): Record<string, unknown> {
  const { id, username, host, name, createdAt } = account
  const statuses = statusesOf(context, id)
  const avatar = `https://${host}/avatars/original/${id}.svg`
  return {
    id,
    username,
    acct: username,
    display_name: name,
    locked: traitsOf(account).locked,
    bot: false,
    discoverable: true,
    group: false,
    created_at: `${createdAt.slice(0, 10)}T00:00:00.000Z`,
    note: '',
    url: `https://${host}/@${username}`,
    uri: `https://${host}/users/${username}`,
    avatar,
    avatar_static: avatar,
    header: `https://${host}/headers/original/missing.png`,
    header_static: `https://${host}/headers/original/missing.png`,
    followers_count: followersOf(account, context.now()),
    following_count: 42,
    statuses_count: statuses.length,
    last_status_at: statuses[0]?.createdAt.slice(0, 10) ?? null,
    emojis: [],
    fields: [],
  }
}

/** The account of a token: with its own defaults. */
export function credentialsView(
  context: EmulatorContext,
  account: Account,
): Record<string, unknown> {
  const { locked, german } = traitsOf(account)
  return {
    ...accountView(context, account),
    source: {
      privacy: locked ? 'private' : 'public',
      sensitive: false,
      language: german ? 'de' : 'en',
      note: '',
      fields: [],
      follow_requests_count: 0,
    },
    role: { id: '-99', name: '', permissions: '0', color: '', highlighted: false },
  }
}
