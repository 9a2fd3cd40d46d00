import type { ConnectorCall } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { callFailure, isOk, readProblem, withoutMeaning } from './errors.ts'
import { isUnknownPublishId } from './problem.ts'
import { post } from './request.ts'
import { StatusAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** How far TikTok is with a post: tiktok.md 2.5. */
export type Status =
  | { readonly state: 'complete'; readonly postId: string | null }
  /** It lies in the inbox of the TikTok app. */
  | { readonly state: 'delivered' }
  | { readonly state: 'failed'; readonly reason: string }
  /** TikTok waits for bytes; `uploaded`: how many it has, `null` where it does not say. */
  | { readonly state: 'uploading'; readonly uploaded: number | null }
  /** TikTok fetches the files or works on them. */
  | { readonly state: 'processing' }
  /** TikTok does not know the id, or not yet: that says nothing about the post. */
  | { readonly state: 'unknown' }

const doing = 'asking after the post'

/** Asks TikTok how far it is. A status of a newer API counts as being processed. */
export async function askStatus(call: ConnectorCall<Settings>, publishId: string): Promise<Status> {
  const response = await post(call, 'status', { publish_id: publishId })
  if (!isOk(response)) {
    if (isUnknownPublishId(readProblem(response))) return { state: 'unknown' }
    throw callFailure(response, doing)
  }
  const data = read(StatusAnswer, response.json)?.data
  if (!data) throw withoutMeaning(response, doing)
  switch (data.status) {
    case 'PUBLISH_COMPLETE': {
      const [id] = data.publicaly_available_post_id ?? []
      return { state: 'complete', postId: id === undefined ? null : String(id) }
    }
    case 'SEND_TO_USER_INBOX':
      return { state: 'delivered' }
    case 'FAILED':
      return { state: 'failed', reason: data.fail_reason ?? '' }
    case 'PROCESSING_UPLOAD':
      return { state: 'uploading', uploaded: data.uploaded_bytes ?? null }
    default:
      return { state: 'processing' }
  }
}
