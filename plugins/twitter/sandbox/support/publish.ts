import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { textAt, type Lab } from './lab.ts'

/** `POST /2/tweets`. */
export async function publish(lab: Lab, token: string, json: unknown): Promise<EmulatorResponse> {
  return await lab.call('POST', '/2/tweets', { token, json })
}

/** The id of a post that must come to be. */
export async function publishedId(lab: Lab, token: string, json: unknown): Promise<string> {
  return textAt((await publish(lab, token, json)).json, 'data', 'id')
}

/** Uploads a file in one request and gives its id. */
export async function uploadedId(
  lab: Lab,
  token: string,
  file: Buffer,
  category = 'tweet_image',
): Promise<string> {
  const { json } = await lab.call('POST', '/2/media/upload', {
    token,
    json: { media: file.toString('base64'), media_category: category },
  })
  return textAt(json, 'data', 'id')
}
