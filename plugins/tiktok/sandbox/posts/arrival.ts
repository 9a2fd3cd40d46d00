import { withProcessingFaults, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, traitsOf } from '../accounts/account.ts'
import { newId } from '../api/ids.ts'
import { processing } from '../api/limits.ts'
import { clientsOf } from '../oauth/grants.ts'
import { scheduleEvents } from '../webhooks/publish-events.ts'
import type { Arrival, Publication, PublishedFile } from './publication.ts'
import { keepPublication } from './publications.ts'
import { mayBePublic } from './state.ts'
import { postsToday, withinDailyPosts } from './quotas.ts'

/** What came of looking at the bytes: files to publish, or why there will be none. */
export type Inspected = { readonly files: readonly PublishedFile[] } | { readonly failure: string }

/** All bytes are there: from now on the post comes to be, whatever its app does. */
export function arrive(
  context: EmulatorContext,
  publication: Publication,
  inspected: Inspected,
): Publication {
  const at = context.now().getTime()
  const account = findAccount(context, publication.handle)
  const traits = account === undefined ? undefined : traitsOf(account)
  const hangs = traits?.hanging === true && publication.upload === null
  const failure = 'failure' in inspected ? inspected.failure : judged(context, publication)
  const arrival = withFaults(context, {
    at,
    postId: newId(context),
    polls: 0,
    slowUntil: hangs ? at + processing.pullSeconds * 1000 : 0,
    moderatedUntil:
      traits?.longModeration === true ? at + processing.longModerationSeconds * 1000 : 0,
    failure: hangs ? `${publication.media}_pull_failed` : failure,
  })
  const takenDown = traits?.takenDown === true && mayBePublic(publication)
  const arrived = keepPublication(context, {
    ...publication,
    arrival,
    files: 'files' in inspected ? inspected.files : [],
    takenDownAt: takenDown ? at + processing.takenDownSeconds * 1000 : null,
  })
  scheduleEvents(context, arrived)
  return arrived
}

/** The faults that were asked for on this operation. */
export function withFaults(context: EmulatorContext, arrival: Arrival): Arrival {
  const { slowSeconds, delayedVisibilitySeconds } = processing
  const faulty = withProcessingFaults(context, arrival, { slowSeconds, failure: 'internal' })
  if (!context.fault('delayed_visibility')) return faulty
  return {
    ...faulty,
    moderatedUntil: context.now().getTime() + delayedVisibilitySeconds * 1000,
  }
}

/** What TikTok thinks of a post whose files are good. */
function judged(context: EmulatorContext, publication: Publication): string | null {
  const { handle, clientKey, info, mode } = publication
  const account = findAccount(context, handle)
  if (account === undefined || !clientsOf(context, handle).includes(clientKey)) {
    return 'auth_removed'
  }
  if (traitsOf(account).spammer) return 'spam_risk'
  // A phrase that no moderation would let pass, so that a test can be refused for its words.
  if (/\bbuy followers\b/i.test(`${info.title} ${info.description}`)) return 'spam_risk_text'
  if (mode === 'direct' && !withinDailyPosts(account, postsToday(context, account))) {
    return 'spam_risk_too_many_posts'
  }
  return null
}
