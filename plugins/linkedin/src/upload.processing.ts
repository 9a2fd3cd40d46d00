import type { ConnectorCall, PublishMedia } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { assetUrl } from './api.ts'
import { pending, type MediaProgress } from './checkpoint.ts'
import { mediaFailure, readProblem } from './errors.ts'
import { rest } from './rest.ts'
import { AssetAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'
import { maxRestarts, resourceOf, restartOrThrow, type StepResult } from './upload.ts'

const longestPauseSeconds = 60
/** Questions after which a file that LinkedIn says it never got is sent again. */
const patience = 6

/** Seconds that a file is given where the account may not ask: linkedin.md 2.2. */
const unseenSeconds = { image: 5, gif: 5, document: 20, video: 60 } as const

/** Asks whether LinkedIn has processed a file: linkedin.md 2.2 to 2.4. */
export async function askProcessing(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const response = await rest(call, {
    method: 'GET',
    url: assetUrl(resourceOf(file), progress.urn),
  })
  const asked = { ...progress, asked: progress.asked + 1 }
  if (response.status === 403) {
    // Most members' tokens may not look: the file counts as ready after a while. A gateway's 403 says nothing.
    if (readProblem(response).isLinkedIn) return waitUnseen(file, asked)
    throw mediaFailure(response, field, call.now)
  }
  if (!isSuccess(response)) return restartOrThrow(call, response, progress, field)
  const answer = read(AssetAnswer, response.json)
  if (!answer) {
    throw failures.transient({
      message: 'LinkedIn did not say whether the file is ready.',
      remedy: 'Nothing: it is asked again.',
      networkCode: String(response.status),
    })
  }
  switch (answer.status) {
    case 'AVAILABLE':
      return { progress: { ...asked, state: 'uploaded' }, retryAfterSeconds: 0 }
    case 'PROCESSING_FAILED':
      throw failures.contentRejected({
        message: 'LinkedIn could not process the file.',
        remedy:
          'Convert it (pictures: JPEG or PNG, video: MP4, document: PDF) or use another file.',
        field,
        ...(answer.processingFailureReason && { networkMessage: answer.processingFailureReason }),
        networkCode: answer.status,
      })
    case 'WAITING_UPLOAD':
      if (asked.asked >= patience) return sendAgain(progress, field)
  }
  // PROCESSING, and whatever a newer version of the API says: not ready yet.
  return { progress: asked, retryAfterSeconds: Math.min(2 ** asked.asked, longestPauseSeconds) }
}

function sendAgain({ sourceId, restarts }: MediaProgress, field: string): StepResult {
  if (restarts < maxRestarts) {
    return { progress: pending(sourceId, restarts + 1), retryAfterSeconds: 0 }
  }
  throw failures.transient({
    message: 'LinkedIn says that it never got the file, although it was sent several times.',
    remedy: 'Nothing: it is tried again.',
    field,
    networkCode: 'WAITING_UPLOAD',
  })
}

// The first refusal begins the wait; the next call, after it, finds the file ready without asking again.
function waitUnseen(file: PublishMedia, asked: MediaProgress): StepResult {
  return { progress: { ...asked, state: 'uploaded' }, retryAfterSeconds: unseenSeconds[file.kind] }
}
