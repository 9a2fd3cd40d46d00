import { s256Challenge, type EmulatorResponse } from '@t21/plugin-kit/sandbox'
import {
  createLab as createKitLab,
  sentCode,
  textAt,
  type Lab,
} from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'

/** A laboratory whose addresses without a host are those of `mastodon.example`. */
export function createLab(host = 'mastodon.example'): Lab {
  return createKitLab(emulator, { host })
}

export const callback = 'https://t21.example/v1/oauth/callback/MASTODON'
export const allScopes = 'read:accounts read:statuses write:statuses write:media'
const verifier = 'a-verifier-that-is-long-enough-for-anybody-12345'

/** A good query for the consent page, with some of it replaced. */
export function authorizeQuery(replaced: Readonly<Record<string, string>>): string {
  return new URLSearchParams({
    response_type: 'code',
    client_id: 'sandbox-client',
    redirect_uri: callback,
    scope: allScopes,
    state: 'a-state',
    code_challenge: s256Challenge(verifier),
    code_challenge_method: 'S256',
    ...replaced,
  }).toString()
}

/** The code with which the browser comes back. */
export async function consent(
  lab: Lab,
  handle: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = authorizeQuery({ sandbox_approve: handle, ...replaced })
  const answer = await lab.call('GET', `/oauth/authorize?${query}`)
  return sentCode(answer)
}

/** What the token endpoint says to a code. */
export async function exchange(
  lab: Lab,
  code: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<EmulatorResponse> {
  return await lab.call('POST', '/oauth/token', {
    form: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
      client_id: 'sandbox-client',
      client_secret: 'sandbox-secret',
      ...replaced,
    },
  })
}

/** A token for a handle. */
export async function signIn(lab: Lab, handle = 'ada', scope = allScopes): Promise<string> {
  const answer = await exchange(lab, await consent(lab, handle, { scope }))
  return textAt(answer.json, 'access_token')
}

/** Publishes a status. */
export async function publish(
  lab: Lab,
  token: string,
  body: Readonly<Record<string, unknown>>,
  key?: string,
): Promise<EmulatorResponse> {
  return await lab.call('POST', '/api/v1/statuses', {
    token,
    json: body,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  })
}

/** Uploads a file. */
export async function uploadFile(
  lab: Lab,
  token: string,
  bytes: Buffer,
  contentType: string,
  description?: string,
): Promise<EmulatorResponse> {
  return await lab.call('POST', '/api/v2/media', {
    token,
    multipart: [
      ...(description === undefined
        ? []
        : [{ name: 'description', value: Buffer.from(description) }]),
      { name: 'file', filename: 'media', contentType, value: bytes },
    ],
  })
}
