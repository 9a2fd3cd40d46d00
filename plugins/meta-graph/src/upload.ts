import type { ConnectorHttp, PublishMedia } from '@t21/plugin-kit'
import { failures, isSuccess, networkWords } from '@t21/plugin-kit'
import { type GraphFailures } from './errors.ts'
import { readProblem } from './problem.ts'

/** One upload of a file to rupload. */
export interface RuploadInput {
  /** As Meta gave it: documents show it with and without the version. `call.http` refuses hosts that are not Meta's. */
  readonly uploadUrl: string
  readonly token: string
  readonly file: PublishMedia
  /** How many bytes Meta has already. */
  readonly offset: number
  /** Of the part: `media[0]`. */
  readonly field: string
  readonly now: Date
}

/** `complete`, or `interrupted`: ask Meta how many bytes it has, or begin anew, and send the rest. */
export type RuploadResult = 'complete' | 'interrupted'

/**
 * Sends all that is missing of a file in one request: facebook.md 2.5, instagram.md 2.2. rupload documents no pieces, so
 * the rest of the file is held in memory while it is sent.
 *
 * @throws ConnectorFailure `content_rejected` where Meta cannot use the file
 */
export async function uploadRest(
  call: { readonly http: ConnectorHttp },
  input: RuploadInput,
  failuresOfNetwork: GraphFailures,
): Promise<RuploadResult> {
  const { file, offset, field } = input
  const response = await call.http.request({
    method: 'POST',
    url: input.uploadUrl,
    headers: {
      offset: String(offset),
      file_size: String(file.size),
      'content-type': 'application/octet-stream',
    },
    auth: { oauth: input.token },
    body: await file.read(offset, file.size),
  })
  if (isSuccess(response)) return 'complete'
  const problem = readProblem(response)
  if (problem.type === 'OffsetInvalidError' || problem.type === 'PartialRequestError') {
    return 'interrupted'
  }
  if (problem.type === 'ProcessingFailedError' && !problem.transient) {
    throw failures.contentRejected({
      message: 'Meta cannot process the file.',
      remedy: 'Convert it to MP4 with H.264 and AAC, or use another file.',
      field,
      ...networkWords(problem),
    })
  }
  // rupload speaks outside of Graph's envelope, and a status alone is nobody's word that a login is dead: whoever asks
  // Graph next hears it there.
  if (response.status === 401 && problem.code === null) return 'interrupted'
  if (response.status === 429) {
    throw failures.rateLimited({
      message: 'Meta takes no more uploads for now.',
      remedy: 'Nothing: it is tried again later.',
      ...networkWords(problem),
    })
  }
  throw failuresOfNetwork.prepare(response, field, input.now)
}
