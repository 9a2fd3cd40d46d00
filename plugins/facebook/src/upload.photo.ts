import { graphRequest } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { pageEdge } from './api.ts'
import { expiryOf } from './checkpoint.ts'
import { facebookFailures } from './errors.ts'
import { CreatedAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'
import { onwards, withoutMeaning, type StepResult, type UploadInput } from './upload.ts'

/**
 * Stages a photo unpublished: facebook.md 2.3. Also a single one, since its id, known before the post, is what the post
 * can be found by.
 */
export async function stagePhoto(
  call: ConnectorCall<Settings>,
  { file, progress, field }: UploadInput,
): Promise<StepResult> {
  const response = await graphRequest(call, {
    method: 'POST',
    path: pageEdge(call.account.platformUserId, 'photos'),
    token: call.accessToken,
    multipart: [
      { name: 'published', value: 'false' },
      ...(file.altText ? [{ name: 'alt_text_custom', value: file.altText }] : []),
      { name: 'source', value: await file.read(), filename: 'photo', contentType: file.mimeType },
    ],
  })
  if (!isSuccess(response)) throw facebookFailures.prepare(response, field, call.now)
  const staged = read(CreatedAnswer, response.json)
  if (!staged) throw withoutMeaning(response)
  return onwards({
    ...progress,
    remoteId: String(staged.id),
    state: 'uploaded',
    expiresAt: expiryOf(call.now),
  })
}
