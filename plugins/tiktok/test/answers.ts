import type { ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import { json, type Exchange } from '@t21/plugin-kit/testing'

export { json, raw, scriptedHttp, type Exchange } from '@t21/plugin-kit/testing'

const api = 'https://open.tiktokapis.com/v2'

/** A success in TikTok's envelope: tiktok.md 0. */
export function ok(data: unknown): ConnectorResponse {
  return json(200, { data, error: { code: 'ok', message: '', log_id: '2026' } })
}

/** A refusal in TikTok's envelope, which may come with status 200. */
export function refusal(
  status: number,
  code: string,
  message = 'Words.',
  data: unknown = {},
): ConnectorResponse {
  return json(status, { data, error: { code, message, log_id: '2026' } })
}

/** A question to the API on behalf of @ada. */
export function asks(path: string, body: unknown, fields?: string): ConnectorRequest {
  return {
    method: 'POST',
    url: `${api}/${path}/`,
    ...(fields !== undefined && { query: { fields } }),
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    auth: { bearer: 'ada-token' },
    json: body,
  }
}

/** What TikTok says about a public account. */
export const creator = {
  creator_avatar_url: 'https://p16.example/ada.jpg',
  creator_username: 'ada',
  creator_nickname: 'Ada Lovelace',
  privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
  comment_disabled: false,
  duet_disabled: false,
  stitch_disabled: false,
  max_video_post_duration_sec: 300,
}

/** The question what the account may publish. */
export function creatorInfo(answer: ConnectorResponse | Error = ok(creator)): Exchange {
  return { request: asks('post/publish/creator_info/query', {}), answer }
}

/** The question how far TikTok is with `v_pub_file~v2-1.7` or another post. */
export function status(data: unknown, publishId = 'v_pub_file~v2-1.7'): Exchange {
  return { request: asks('post/publish/status/fetch', { publish_id: publishId }), answer: ok(data) }
}

/** What TikTok is told of a video with the text "Hello" that everyone may see, and nothing else allowed. */
export const postInfo = {
  title: 'Hello',
  privacy_level: 'PUBLIC_TO_EVERYONE',
  disable_duet: true,
  disable_stitch: true,
  disable_comment: true,
  brand_content_toggle: false,
  brand_organic_toggle: false,
  is_aigc: false,
}
