import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, type Account } from '../accounts/account.ts'
import { accountView } from '../accounts/account-view.ts'
import { findMedia } from '../media/media.ts'
import { mediaView } from '../media/media-view.ts'
import { htmlOf } from './html.ts'
import { metricsOf, votesOf } from './metrics.ts'
import type { StoredStatus } from './status.ts'
import { repliesTo } from './status-store.ts'

/** The address of a status that a person can open. */
export function addressOf(status: StoredStatus, username: string): string {
  return `https://${status.host}/@${username}/${status.id}`
}

/** A status as Mastodon shows it. */
export function statusView(
  context: EmulatorContext,
  status: StoredStatus,
  viewer: Account | null,
): Record<string, unknown> {
  const author = findAccount(context, status.accountId)
  const username = author?.username ?? status.accountId
  const { favourites, reblogs } = metricsOf(status, context.now().getTime())
  const isOwn = viewer?.id === status.accountId
  return {
    id: status.id,
    created_at: status.createdAt,
    in_reply_to_id: status.inReplyToId,
    in_reply_to_account_id: status.inReplyToId === null ? null : status.accountId,
    sensitive: status.sensitive,
    spoiler_text: status.spoilerText,
    visibility: status.visibility,
    language: status.language,
    uri: `https://${status.host}/users/${username}/statuses/${status.id}`,
    url: addressOf(status, username),
    replies_count: repliesTo(context, status.id),
    reblogs_count: reblogs,
    favourites_count: favourites,
    edited_at: null,
    content: htmlOf(status.text, status.host),
    reblog: null,
    ...(isOwn && { application: { name: status.appName, website: null } }),
    account: author === undefined ? null : accountView(context, author),
    media_attachments: status.mediaIds.flatMap((id) => {
      const media = findMedia(context, id)
      return media === undefined ? [] : [mediaView(context, status.host, media)]
    }),
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: pollView(context, status),
  }
}

function pollView(context: EmulatorContext, status: StoredStatus): Record<string, unknown> | null {
  const { poll } = status
  if (poll === null) return null
  const now = context.now().getTime()
  const expired = now >= Date.parse(poll.endsAt)
  const votes = votesOf(status, now)
  const shown = expired || !poll.hideTotals
  return {
    id: poll.id,
    expires_at: poll.endsAt,
    expired,
    multiple: poll.multiple,
    votes_count: votes.reduce((total, count) => total + count, 0),
    voters_count: poll.multiple ? metricsOf(status, now).voters : null,
    options: poll.options.map((title, index) => ({
      title,
      votes_count: shown ? (votes[index] ?? 0) : null,
    })),
    emojis: [],
  }
}
