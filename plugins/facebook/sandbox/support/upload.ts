import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { post, textAt, type Lab, type SignedIn } from './lab.ts'

/** Where an upload was begun. */
export interface Started {
  readonly id: string
  /** As the lab wants it: `rupload.facebook.com/video-upload/…`. */
  readonly address: string
}

/** `upload_phase=start` of a reel or a video story. */
export async function start(
  lab: Lab,
  page: SignedIn,
  edge: 'video_reels' | 'video_stories',
): Promise<Started> {
  const { json } = await post(lab, page, edge, { upload_phase: 'start' })
  const address = new URL(textAt(json, 'upload_url')).pathname.slice(1)
  return { id: textAt(json, 'video_id'), address }
}

/** Raw bytes to the address of an upload. */
export async function send(
  lab: Lab,
  page: SignedIn,
  { address }: Started,
  bytes: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<EmulatorResponse> {
  return await lab.call('POST', address, {
    headers: {
      authorization: `OAuth ${page.token}`,
      offset: '0',
      file_size: String(bytes.length),
      ...headers,
    },
    raw: { type: 'application/octet-stream', body: bytes },
  })
}

/** `upload_phase=finish`. */
export async function finish(
  lab: Lab,
  page: SignedIn,
  edge: 'video_reels' | 'video_stories',
  form: Readonly<Record<string, string>>,
): Promise<EmulatorResponse> {
  return await post(lab, page, edge, { upload_phase: 'finish', ...form })
}

/** Asks for a video's status. */
export async function statusOf(lab: Lab, page: SignedIn, id: string): Promise<unknown> {
  const fields = 'status,post_id,published'
  const path = `/v25.0/${id}?fields=${fields}`
  return (await lab.call('GET', path, { token: page.token })).json
}
