import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { mp4 } from './files.ts'
import { textAt, type Lab } from './lab.ts'

/** Where the app of the tests keeps its files. */
export const fileHost = 'http://127.0.0.1:3000/files'

/** `POST` with a JSON body, to an address below `/v2/`. */
export async function post(
  lab: Lab,
  token: string,
  path: string,
  json?: unknown,
): Promise<EmulatorResponse> {
  return await lab.call('POST', `/v2/${path}`, { token, ...(json === undefined ? {} : { json }) })
}

/** A good `post_info` of a video, with some of it replaced. */
export function postInfo(replaced: object = {}): object {
  return { title: 'Hello', privacy_level: 'PUBLIC_TO_EVERYONE', ...replaced }
}

/** A `source_info` for a file in one chunk. */
export function oneChunk(size: number): object {
  return { source: 'FILE_UPLOAD', video_size: size, chunk_size: size, total_chunk_count: 1 }
}

/** Begins a direct video of one chunk. */
export async function initVideo(
  lab: Lab,
  token: string,
  options: { readonly info?: object; readonly source?: object } = {},
): Promise<EmulatorResponse> {
  const { info = {}, source = oneChunk(mp4().length) } = options
  const body = { post_info: postInfo(info), source_info: source }
  return await post(lab, token, 'post/publish/video/init/', body)
}

/** Sends bytes to an upload address, from `first` on. */
export async function putChunk(
  lab: Lab,
  address: string,
  bytes: Buffer,
  options: {
    readonly first?: number
    readonly total?: number
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<EmulatorResponse> {
  const { first = 0, total = bytes.length, headers } = options
  const range = `bytes ${first}-${first + bytes.length - 1}/${total}`
  return await lab.call('PUT', address.replace('http://127.0.0.1:4300/', ''), {
    raw: { type: 'video/mp4', body: bytes },
    headers: { 'content-range': range, ...headers },
  })
}

/** Begins a direct video and sends all of it. Gives its `publish_id`. */
export async function uploadVideo(
  lab: Lab,
  token: string,
  video: Buffer = mp4(),
  info: object = {},
): Promise<string> {
  const { json } = await initVideo(lab, token, { info, source: oneChunk(video.length) })
  await putChunk(lab, textAt(json, 'data', 'upload_url'), video)
  return textAt(json, 'data', 'publish_id')
}

/** `data` of the status, as a client sees it: read from text, so that ids are what they are. */
export async function statusText(lab: Lab, token: string, id: string): Promise<string> {
  const { json } = await post(lab, token, 'post/publish/status/fetch/', { publish_id: id })
  return JSON.stringify(json)
}

/** `status`, or `fail_reason` of what has failed, two seconds from now. */
export async function outcome(lab: Lab, token: string, id: string): Promise<string> {
  lab.advance(2)
  const text = await statusText(lab, token, id)
  return (/"fail_reason":"(\w+)"/.exec(text) ?? /"status":"(\w+)"/.exec(text))?.[1] ?? text
}

/** The code of the envelope, with its HTTP status: `403 spam_risk_too_many_posts`. */
export function told({ status, json }: EmulatorResponse): string {
  return `${status} ${textAt(json, 'error', 'code')}`
}
