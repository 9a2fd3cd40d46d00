import { createHash } from 'node:crypto'
import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import {
  createLab as createKitLab,
  sentBack,
  textAt,
  type Lab as KitLab,
} from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'

export { at, textAt } from '@t21/plugin-kit/sandbox/testing'

/** TikTok on a table. */
export interface Lab extends KitLab {
  /** Walks the consent and gives an access token. */
  signIn(handle: string, scopes?: string, clientKey?: string): Promise<string>
}

/** All scopes of a publisher. */
export const allScopes =
  'user.info.basic,user.info.profile,user.info.stats,video.list,video.publish,video.upload'

/** Where the app of the tests wants people to come back to. */
export const callback = 'http://127.0.0.1:3000/callback'

/** A verifier that is long enough. */
export const verifier = 'a-verifier-that-is-long-enough-for-anybody-12345'

/** The challenge of {@link verifier}, as TikTok wants it. */
export const hexChallenge = createHash('sha256').update(verifier).digest('hex')

/** A new laboratory, at noon of a fixed day. */
export function createLab(): Lab {
  const lab = createKitLab(emulator, { host: 'open.tiktokapis.com' })
  return {
    ...lab,
    async signIn(handle, scopes = allScopes, clientKey = 'sandbox-client') {
      const { json } = await signInFor(lab, handle, scopes, clientKey)
      return textAt(json, 'access_token')
    },
  }
}

/** The answer of the token endpoint after a walk through the consent. */
export async function signInFor(
  lab: KitLab,
  handle: string,
  scopes = allScopes,
  clientKey = 'sandbox-client',
): Promise<EmulatorResponse> {
  const asked = { client_key: clientKey, scope: scopes, sandbox_approve: handle }
  return await token(lab, {
    client_key: clientKey,
    grant_type: 'authorization_code',
    code: await codeFor(lab, asked),
    redirect_uri: callback,
  })
}

/** `POST /v2/oauth/token/` by the sandbox's app. */
export async function token(
  lab: KitLab,
  form: Readonly<Record<string, string>>,
): Promise<EmulatorResponse> {
  return await lab.call('POST', '/v2/oauth/token/', {
    form: { client_key: 'sandbox-client', client_secret: 'sandbox-secret', ...form },
  })
}

/** The code with which the consent sends a person back. */
export async function codeFor(
  lab: KitLab,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const back = await consent(lab, { sandbox_approve: 'alice', ...replaced })
  return back.searchParams.get('code') ?? ''
}

/** Where the consent sends a person. */
export async function consent(
  lab: KitLab,
  replaced: Readonly<Record<string, string>>,
): Promise<URL> {
  return sentBack(await lab.call('GET', authorizeAddress(replaced)))
}

/** A good address of the consent page, with some of its query replaced. */
export function authorizeAddress(replaced: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({
    client_key: 'sandbox-client',
    scope: allScopes,
    response_type: 'code',
    redirect_uri: callback,
    state: 'a-state',
    ...replaced,
  })
  return `www.tiktok.com/v2/auth/authorize/?${query.toString()}`
}
