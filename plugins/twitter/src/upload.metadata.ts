import type { ConnectorCall, PublishMedia } from '@t21/plugin-kit'
import { isSuccess } from '@t21/plugin-kit'
import { mediaMetadataUrl } from './api.ts'
import type { MediaProgress } from './checkpoint.ts'
import { mediaFailure } from './errors.ts'
import type { Settings } from './settings.ts'
import type { StepResult } from './upload.ts'

/** Gives an uploaded picture its alternative text, which must precede the post: twitter.md 2.2. */
export async function describeMedia(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const text = file.altText ?? ''
  const response = await call.http.request({
    method: 'POST',
    url: mediaMetadataUrl,
    auth: { bearer: call.accessToken },
    json: { id: progress.mediaId, metadata: { alt_text: { text } } },
  })
  if (!isSuccess(response)) throw mediaFailure(response, `${field}.altText`)
  return { progress: { ...progress, altText: text || null }, retryAfterSeconds: 0 }
}
