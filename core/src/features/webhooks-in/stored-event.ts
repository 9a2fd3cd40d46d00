import { createHash } from 'node:crypto'
import type { WebhookEvent } from '@t21/plugin-kit'
import { refuseUnstorable } from '../../http/unstorable.ts'

/** An event as it is kept: nothing but what the worker needs. */
export interface StoredEvent {
  readonly kind: WebhookEvent['kind']
  readonly name: string
  readonly platformUserId?: string
  readonly userId?: string
  readonly remoteId?: string
  /** ISO 8601, by the network's clock. */
  readonly at?: string
  /** Of the deletion request that a `data_deletion` belongs to. */
  readonly confirmationCode?: string
}

const kinds: readonly unknown[] = [
  'post_changed',
  'account_changed',
  'grant_revoked',
  'data_deletion',
] satisfies readonly WebhookEvent['kind'][]

/**
 * What is kept of an event.
 *
 * @throws Error for what no table could keep, or is no event
 */
export function storedEvent(event: WebhookEvent): StoredEvent {
  const { kind, name, platformUserId, userId, remoteId, at } = event
  if (!kinds.includes(kind)) throw new TypeError(`There is no kind of event "${String(kind)}".`)
  const stored = {
    kind,
    name: String(name),
    ...(platformUserId !== undefined && { platformUserId: String(platformUserId) }),
    ...(userId !== undefined && { userId: String(userId) }),
    ...(remoteId !== undefined && { remoteId: String(remoteId) }),
    ...(at !== undefined && !Number.isNaN(at.getTime()) && { at: at.toISOString() }),
  }
  refuseUnstorable(stored)
  return stored
}

/**
 * The same for every repetition of an event. A hash also of the network's own id: that may name a person, and is kept
 * longer than what it was about.
 */
export function eventIdOf(event: WebhookEvent, body: Uint8Array, position: number): string {
  if (event.id !== undefined) return hashOf(`${event.kind}\n${event.id}`)
  return `${hashOf(body)}:${position}`
}

/** As it is kept in place of a sender's own id. */
export function hashOf(id: string | Uint8Array): string {
  return createHash('sha256').update(id).digest('hex')
}

/** The network's ids of whom it is about. */
export function idsOf(event: StoredEvent): string[] {
  return [event.platformUserId, event.userId].filter((id) => id !== undefined)
}
