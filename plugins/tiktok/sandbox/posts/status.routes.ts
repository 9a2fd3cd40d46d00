import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { traitsOf } from '../accounts/account.ts'
import { bigNumber } from '../api/big-number.ts'
import { readBody } from '../api/body.ts'
import { endpoint, type Call } from '../api/endpoint.ts'
import { invalidParams, Refusal } from '../api/errors.ts'
import { processing } from '../api/limits.ts'
import { announceDue, scheduleEvents } from '../webhooks/publish-events.ts'
import { withFaults } from './arrival.ts'
import type { Publication } from './publication.ts'
import { findPublication, keepPublication } from './publications.ts'
import { publishId } from './schemas.ts'
import { failureOf, isPublic, isTakenDown, mayBePublic, stateOf } from './state.ts'

/** What has become of a `publish_id` (tiktok.md 2.5), and calling it off (2.6). */
export const statusRoutes: readonly EmulatorRoute[] = [
  endpoint({
    method: 'POST',
    path: '/v2/post/publish/status/fetch/',
    operation: 'status',
    scopes: [],
    handle(call) {
      const found = ownPublication(call)
      const asked = keepPublication(call.context, question(call, found))
      requireKnownByNow(call, asked)
      if (isDelayed(found, asked)) scheduleEvents(call.context, asked)
      announceDue(call.context, asked)
      return presented(asked, call.context.now().getTime())
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v2/post/publish/cancel/',
    operation: 'cancel',
    scopes: [],
    handle(call) {
      const publication = ownPublication(call)
      const state = stateOf(publication, call.context.now().getTime())
      if (publication.upload !== null || state !== 'transferring') {
        const message = 'The post is not being downloaded any more, or never was.'
        throw new Refusal(400, 'publish_not_cancellable', message)
      }
      announceDue(
        call.context,
        keepPublication(call.context, { ...publication, cancelled: true, files: [] }),
      )
      return {}
    },
  }),
]

/** @throws Refusal where it is not known, or not this token's */
function ownPublication({ request, context, caller }: Call): Publication {
  if (!caller.scopes.some((scope) => scope === 'video.publish' || scope === 'video.upload')) {
    throw new Refusal(401, 'scope_permission_missed', 'No scope for posting was authorized.')
  }
  const { publish_id: id } = readBody(request, publishId)
  const publication = findPublication(context, id)
  if (publication === undefined) {
    throw new Refusal(400, 'invalid_publish_id', 'The publish_id does not exist.')
  }
  if (publication.openId === caller.openId) return publication
  throw new Refusal(
    400,
    'token_not_authorized_for_specified_publish_id',
    'The access_token is not authorized for this publish_id.',
  )
}

/** One more question moves the post by a step. */
function question({ context }: Call, publication: Publication): Publication {
  const { arrival, questions } = publication
  if (arrival === null) return { ...publication, questions: questions + 1 }
  const asked = withFaults(context, { ...arrival, polls: arrival.polls + 1 })
  return { ...publication, questions: questions + 1, arrival: asked }
}

/** Whether a fault has moved the moments at which webhooks are due. */
function isDelayed({ arrival: before }: Publication, { arrival: after }: Publication): boolean {
  return before?.slowUntil !== after?.slowUntil || before?.moderatedUntil !== after?.moderatedUntil
}

/** A new id may be unknown for a moment: seen in the wild, and played by `laggy…`. */
function requireKnownByNow({ context, caller }: Call, publication: Publication): void {
  if (!traitsOf(caller.account).laggy) return
  const age = context.now().getTime() - publication.createdAt
  if (publication.questions > processing.lag || age >= processing.lag * 1000) return
  throw invalidParams('invalid_publish_id')
}

function presented(publication: Publication, now: number): object {
  const { upload, downloadedBytes, arrival } = publication
  const state = stateOf(publication, now)
  const complete = state === 'complete' && mayBePublic(publication)
  const told = isPublic(publication, now) || isTakenDown(publication, now)
  const ids = told && arrival !== null ? [bigNumber(arrival.postId)] : []
  return {
    status: statusNames[state] ?? (upload === null ? 'PROCESSING_DOWNLOAD' : 'PROCESSING_UPLOAD'),
    ...(state === 'failed' ? { fail_reason: failureOf(publication) } : {}),
    ...(complete ? { publicaly_available_post_id: ids } : {}),
    ...(upload === null
      ? { downloaded_bytes: state === 'transferring' ? 0 : downloadedBytes }
      : { uploaded_bytes: upload.received }),
  }
}

const statusNames: Readonly<Record<string, string>> = {
  failed: 'FAILED',
  in_inbox: 'SEND_TO_USER_INBOX',
  complete: 'PUBLISH_COMPLETE',
}
