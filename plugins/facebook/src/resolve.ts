import type { ConnectorCall, Published } from '@t21/plugin-kit'
import { isSuccess } from '@t21/plugin-kit'
import { publishedVideo } from './confirm.ts'
import { facebookFailures } from './errors.ts'
import type { Settings } from './settings.ts'
import { askVideo, readVideo } from './video-status.ts'

/** The id of the post of a video, which Facebook tells some time after it is published: facebook.md 2.4. */
export async function resolve(
  call: ConnectorCall<Settings>,
  published: Published,
): Promise<Published> {
  const response = await askVideo(call, published.remoteId)
  if (!isSuccess(response)) throw facebookFailures.call(response, 'reading the video', call.now)
  const found = publishedVideo(call, published.remoteId, readVideo(response))
  return found.provisional ? { ...published, provisional: true } : found
}
