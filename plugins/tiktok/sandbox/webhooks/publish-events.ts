import type { EmulatorContext, EmulatorWebhook } from '@t21/plugin-kit/sandbox'
import { bigNumber } from '../api/big-number.ts'
import { processing } from '../api/limits.ts'
import type { Publication } from '../posts/publication.ts'
import { findPublication, keepPublication } from '../posts/publications.ts'
import { failureOf, isPublic, isTakenDown, stateOf } from '../posts/state.ts'
import { signed } from './send.ts'

/** What is told of a post, with the spelling of tiktok.md 7. */
const events = [
  'post.publish.failed',
  'post.publish.inbox_delivered',
  'post.publish.complete',
  'post.publish.publicly_available',
  'post.publish.no_longer_publicaly_available',
] as const
type PublishEvent = (typeof events)[number]

/** Tells of a post as time passes, asked or not. May be called again and again: each is told once. */
export function scheduleEvents(context: EmulatorContext, publication: Publication): void {
  const { arrival, takenDownAt } = publication
  if (arrival === null) return
  const done = Math.max(arrival.at + processing.done * 1000, arrival.slowUntil)
  const open = Math.max(done, arrival.at + processing.moderated * 1000, arrival.moderatedUntil)
  const moments: Readonly<Record<PublishEvent, number | null>> = {
    'post.publish.failed': done,
    'post.publish.inbox_delivered': done,
    'post.publish.complete': done,
    'post.publish.publicly_available': open,
    'post.publish.no_longer_publicaly_available': takenDownAt,
  }
  const now = context.now().getTime()
  for (const event of events) {
    const moment = moments[event]
    if (moment === null || moment <= now || publication.announced.includes(event)) continue
    context.webhook(() => takeEvent(context, publication.id, event), (moment - now) / 1000)
  }
}

/** Tells what is true now and was not told yet. */
export function announceDue(context: EmulatorContext, publication: Publication): void {
  for (const event of events) {
    context.webhook(() => takeEvent(context, publication.id, event))
  }
}

/** The event, once, if it has come true. */
function takeEvent(
  context: EmulatorContext,
  id: string,
  event: PublishEvent,
): EmulatorWebhook | undefined {
  const publication = findPublication(context, id)
  if (publication === undefined || publication.announced.includes(event)) return undefined
  if (!isTrue(publication, event, context.now().getTime())) return undefined
  keepPublication(context, { ...publication, announced: [...publication.announced, event] })
  const { clientKey, openId } = publication
  return signed(context, { clientKey, openId, event, content: contentOf(publication, event) })
}

function isTrue(publication: Publication, event: PublishEvent, now: number): boolean {
  switch (event) {
    case 'post.publish.failed':
      return stateOf(publication, now) === 'failed'
    case 'post.publish.inbox_delivered':
      return stateOf(publication, now) === 'in_inbox'
    case 'post.publish.complete':
      return stateOf(publication, now) === 'complete'
    case 'post.publish.publicly_available':
      return isPublic(publication, now)
    case 'post.publish.no_longer_publicaly_available':
      return isTakenDown(publication, now)
  }
}

function contentOf(publication: Publication, event: PublishEvent): object {
  const { id, mode, arrival } = publication
  const tellsId = event.endsWith('_available') && arrival !== null
  return {
    publish_id: id,
    ...(event === 'post.publish.failed' ? { reason: failureOf(publication) } : {}),
    ...(tellsId ? { post_id: bigNumber(arrival.postId) } : {}),
    publish_type: mode === 'inbox' ? 'INBOX_SHARE' : 'DIRECT_PUBLISH',
  }
}
