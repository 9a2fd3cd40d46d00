import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { at, textAt, type Lab } from './lab.ts'

/** The member's own URN. */
export async function personOf(lab: Lab, token: string): Promise<string> {
  const { json } = await lab.call('GET', '/v2/userinfo', { token })
  return `urn:li:person:${textAt(json, 'sub')}`
}

/** The URN of the member's first page. */
export async function pageOf(lab: Lab, token: string): Promise<string> {
  const { json } = await lab.rest('GET', 'organizationAcls?q=roleAssignee', { token })
  return textAt(json, 'elements', 0, 'organization')
}

/** A good body of `POST /rest/posts`, with some of it replaced. */
export function postBody(author: string, replaced: object = {}): object {
  return {
    author,
    commentary: 'Hello',
    visibility: 'PUBLIC',
    distribution: {
      feedDistribution: 'MAIN_FEED',
      targetEntities: [],
      thirdPartyDistributionChannels: [],
    },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
    ...replaced,
  }
}

/** `POST /rest/posts`. */
export async function publish(
  lab: Lab,
  token: string,
  author: string,
  replaced: object = {},
): Promise<EmulatorResponse> {
  return await lab.rest('POST', 'posts', { token, json: postBody(author, replaced) })
}

/** The URN of a post that must come to be. */
export async function publishedUrn(
  lab: Lab,
  token: string,
  author: string,
  replaced: object = {},
): Promise<string> {
  const answer = await publish(lab, token, author, replaced)
  const urn = answer.headers?.['x-restli-id']
  if (urn !== undefined) return urn
  throw new TypeError(`Not published: ${answer.status} ${JSON.stringify(answer.json)}`)
}

/** The path and query of an upload address below the sandbox's. */
export function uploadAddress(url: string): string {
  return url.slice('http://127.0.0.1:4300/'.length)
}

/** Uploads a picture or document in one piece and gives its URN, still in processing. */
export async function uploadedUrn(
  lab: Lab,
  token: string,
  owner: string,
  bytes: Uint8Array,
  kind: 'image' | 'document' = 'image',
): Promise<string> {
  const { json } = await lab.rest('POST', `${kind}s?action=initializeUpload`, {
    token,
    json: { initializeUploadRequest: { owner } },
  })
  const address = uploadAddress(textAt(json, 'value', 'uploadUrl'))
  const raw = { type: 'application/octet-stream', body: bytes }
  const { status } = await lab.call('PUT', address, { token, raw })
  if (status !== 201) throw new TypeError(`Not uploaded: ${status}`)
  return textAt(json, 'value', kind)
}

/** Uploads a video in its parts and gives its URN, still in processing. */
export async function uploadedVideo(
  lab: Lab,
  token: string,
  owner: string,
  bytes: Buffer,
): Promise<string> {
  const { json } = await lab.rest('POST', 'videos?action=initializeUpload', {
    token,
    json: { initializeUploadRequest: { owner, fileSizeBytes: bytes.length } },
  })
  const instructions = at(json, 'value', 'uploadInstructions')
  const etags: string[] = []
  for (const instruction of Array.isArray(instructions) ? instructions : []) {
    const first = Number(at(instruction, 'firstByte'))
    const body = bytes.subarray(first, Number(at(instruction, 'lastByte')) + 1)
    const raw = { type: 'application/octet-stream', body }
    const answer = await lab.call('PUT', uploadAddress(textAt(instruction, 'uploadUrl')), { raw })
    etags.push((answer.headers?.['etag'] ?? '').replaceAll('"', ''))
  }
  const video = textAt(json, 'value', 'video')
  const finalized = await lab.rest('POST', 'videos?action=finalizeUpload', {
    token,
    json: { finalizeUploadRequest: { video, uploadToken: '', uploadedPartIds: etags } },
  })
  if (finalized.status !== 200) throw new TypeError(JSON.stringify(finalized.json))
  return video
}
