import type { ConnectedAccount } from '@t21/plugin-kit'
import { fullPostId } from './api.ts'

const host = /^(?:[a-z-]+\.)?facebook\.com$/

/**
 * The id of the post at an address: `…/acme/posts/1220`, for Page 42 `42_1220`. The newer
 * `pfbid…` is no id of the API, videos and reels have another id than their post, and a comment's address tells half of it.
 */
export function idAt(
  url: string,
  { platformUserId }: Pick<ConnectedAccount, 'platformUserId'>,
): string | undefined {
  const parsed = URL.parse(url)
  if (parsed === null || !host.test(parsed.hostname)) return undefined
  if (parsed.searchParams.has('comment_id')) return undefined
  const number =
    /^\/[^/]+\/posts\/(?:[^/]+\/)?([0-9]+)\/?$/.exec(parsed.pathname)?.[1] ??
    (parsed.pathname === '/permalink.php' ? parsed.searchParams.get('story_fbid') : null)
  return number && /^[0-9]+$/.test(number) ? fullPostId(platformUserId, number) : undefined
}
