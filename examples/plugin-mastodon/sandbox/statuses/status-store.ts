import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findMedia, saveMedia } from '../media/media.ts'
import type { Account } from '../accounts/account.ts'
import type { StoredStatus } from './status.ts'

/** Keeps a status, and marks its media as used. */
export function saveStatus(context: EmulatorContext, status: StoredStatus): void {
  allStatuses(context).set(status.id, status)
  attach(context, status, status.id)
}

/** Takes a status away; its media can be used again for a while. */
export function deleteStatus(context: EmulatorContext, status: StoredStatus): void {
  allStatuses(context).delete(status.id)
  attach(context, status, null)
}

/** A status, if this account may see it. */
export function visibleStatus(
  context: EmulatorContext,
  id: string,
  viewer: Account | null,
): StoredStatus | undefined {
  const status = allStatuses(context).get(id)
  if (status === undefined) return undefined
  const open = status.visibility === 'public' || status.visibility === 'unlisted'
  return open || status.accountId === viewer?.id ? status : undefined
}

/** The statuses of an account, newest first. */
export function statusesOf(context: EmulatorContext, accountId: string): readonly StoredStatus[] {
  return newestFirst(context).filter((status) => status.accountId === accountId)
}

/** Every status, newest first. */
export function newestFirst(context: EmulatorContext): readonly StoredStatus[] {
  return [...allStatuses(context).values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
}

/** How many statuses answer this one. */
export function repliesTo(context: EmulatorContext, id: string): number {
  return [...allStatuses(context).values()].filter(({ inReplyToId }) => inReplyToId === id).length
}

function attach(context: EmulatorContext, status: StoredStatus, statusId: string | null): void {
  for (const id of status.mediaIds) {
    const media = findMedia(context, id)
    if (media !== undefined) saveMedia(context, { ...media, statusId })
  }
}

function allStatuses(context: EmulatorContext): Map<string, StoredStatus> {
  return context.store.collection<StoredStatus>('statuses')
}
