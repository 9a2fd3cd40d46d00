import type {
  Checkpoint,
  CommitResult,
  ConnectorCall,
  PublishMedia,
  PublishPart,
} from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { patience, progressOf, pull, type Pull, type Upload } from './checkpoint.ts'
import { commitFailure } from './errors.ts'
import { isOk, isSuccessStatus } from './problem.ts'
import { planOf } from './plan.ts'
import { initName, pullBody } from './post-info.ts'
import { post } from './request.ts'
import { InitAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'
import { pieceFailure, receivedOf, sendPiece, uploadLost } from './upload.ts'

/**
 * The irreversible moment: the last piece of a video that T21 sends, or the announcement of what TikTok fetches
 * (tiktok.md 5). Exactly one request; none where TikTok has everything already.
 */
export async function commit(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  const progress = progressOf(checkpoint)
  if (progress?.state === 'sent') return accepted(progress)
  if (progress?.state !== 'ready') throw uploadLost()
  if (progress.source === 'PULL_FROM_URL') return announce(call, part)
  const file = part.media[0]
  if (!file || file.id !== progress.sourceId) throw uploadLost()
  return sendLastPiece(call, file, progress)
}

async function sendLastPiece(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  upload: Upload,
): Promise<CommitResult> {
  const response = await sendPiece(call, file, upload, upload.size)
  if (isSuccessStatus(response.status)) {
    // 206 says that pieces are missing, unless its range says otherwise.
    const complete = response.status !== 206 || receivedOf(response, upload.size) === upload.size
    if (complete) return accepted({ ...upload, state: 'sent' })
    throw commitFailure(response)
  }
  // 416 may mean that the piece has arrived before.
  const refused = response.status === 416 ? null : pieceFailure(response)
  throw refused ?? leftOpen(response.status)
}

function leftOpen(status: number): Error {
  return failures.outcomeUnknown({
    message: 'TikTok did not say whether the last piece of the video has arrived.',
    remedy: 'Nothing: T21 asks TikTok about the post before anything else happens.',
    networkCode: String(status),
  })
}

async function announce(call: ConnectorCall<Settings>, part: PublishPart): Promise<CommitResult> {
  const plan = planOf(part, call.settings)
  const addresses = await Promise.all(part.media.map((file) => file.publicUrl()))
  const response = await post(call, initName(plan), pullBody(part, plan, addresses))
  if (!isOk(response)) throw commitFailure(response)
  const answer = read(InitAnswer, response.json)
  if (!answer) throw commitFailure(response)
  return accepted(pull(answer.data.publish_id))
}

function accepted(checkpoint: Upload | Pull): CommitResult {
  return { state: 'accepted', checkpoint, retryAfterSeconds: patience(0) }
}
