import { graphRequest, readProblem } from '@t21/meta-graph'
import type { ConnectorCall, ConnectorResponse, MultipartField } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { pageEdge } from './api.ts'
import { expiryOf } from './checkpoint.ts'
import { facebookFailures } from './errors.ts'
import { pieceBytes } from './limits.ts'
import { OffsetsAnswer, VideoStartAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'
import {
  onwards,
  restartOrThrow,
  withoutMeaning,
  type StepResult,
  type UploadInput,
} from './upload.ts'

const wrongOffset = 1363037

/**
 * The next step of a chunked upload: facebook.md 2.4. It begins, or sends the piece that Facebook names; the phase
 * `finish`, which publishes, is left to `commit`.
 */
export async function uploadVideo(
  call: ConnectorCall<Settings>,
  input: UploadInput,
): Promise<StepResult> {
  return input.progress.state === 'pending' ? begin(call, input) : sendPiece(call, input)
}

async function begin(call: ConnectorCall<Settings>, input: UploadInput): Promise<StepResult> {
  const response = await post(call, [
    { name: 'upload_phase', value: 'start' },
    { name: 'file_size', value: String(input.file.size) },
  ])
  if (!isSuccess(response)) throw facebookFailures.prepare(response, input.field, call.now)
  const begun = read(VideoStartAnswer, response.json)
  if (!begun) throw withoutMeaning(response)
  return onwards({
    ...input.progress,
    remoteId: String(begun.video_id),
    session: String(begun.upload_session_id),
    state: 'uploading',
    offset: Number(begun.start_offset),
    end: Number(begun.end_offset),
    expiresAt: expiryOf(call.now),
  })
}

async function sendPiece(call: ConnectorCall<Settings>, input: UploadInput): Promise<StepResult> {
  const { file, progress } = input
  const end = Math.min(progress.end, progress.offset + pieceBytes, file.size)
  const response = await post(call, [
    { name: 'upload_phase', value: 'transfer' },
    { name: 'upload_session_id', value: progress.session },
    { name: 'start_offset', value: String(progress.offset) },
    {
      name: 'video_file_chunk',
      value: await file.read(progress.offset, end),
      filename: 'chunk',
      contentType: file.mimeType,
    },
  ])
  const offsets = isSuccess(response) ? read(OffsetsAnswer, response.json) : wantedOffsets(response)
  if (offsets) return afterPiece(input, Number(offsets.start_offset), Number(offsets.end_offset))
  if (isSuccess(response)) throw withoutMeaning(response)
  return restartOrThrow(call, response, input)
}

// Of a piece whose answer was lost Facebook says where it really stands.
function wantedOffsets(response: ConnectorResponse) {
  const { code, subcode, data } = readProblem(response)
  if (code !== wrongOffset && subcode !== wrongOffset) return null
  return read(OffsetsAnswer, typeof data === 'string' ? parse(data) : data)
}

function afterPiece({ progress }: UploadInput, offset: number, end: number): StepResult {
  const state = offset === end ? 'uploaded' : 'uploading'
  return onwards({ ...progress, state, offset, end })
}

function post(
  call: ConnectorCall<Settings>,
  multipart: readonly MultipartField[],
): Promise<ConnectorResponse> {
  return graphRequest(call, {
    method: 'POST',
    path: pageEdge(call.account.platformUserId, 'videos'),
    token: call.accessToken,
    multipart,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
