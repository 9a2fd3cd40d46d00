import { s256Challenge, type EmulatorResponse } from '@t21/plugin-kit/sandbox'
import {
  createLab as createKitLab,
  sentCode,
  textAt,
  type Lab as KitLab,
} from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'

export { at, textAt } from '@t21/plugin-kit/sandbox/testing'

/** X on a table. */
export interface Lab extends KitLab {
  /** Walks the consent and gives an access token. */
  signIn(handle: string, scopes?: string): Promise<string>
}

/** All scopes of a publisher. */
export const allScopes = 'tweet.read tweet.write users.read media.write offline.access'

/** The Basic header of the sandbox's app. */
export const basic = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`

/** Where the app of the tests wants people to come back to. */
export const callback = 'http://127.0.0.1:3000/callback'

/** A verifier that is long enough for anybody. */
export const verifier = 'a-verifier-that-is-long-enough-for-anybody-12345'

/** A new laboratory, at noon of a fixed day. */
export function createLab(): Lab {
  const lab = createKitLab(emulator, { host: 'api.x.com' })
  return {
    ...lab,
    async signIn(handle, scopes = allScopes) {
      const tokens = await signInFor(lab, handle, scopes)
      return textAt(tokens.json, 'access_token')
    },
  }
}

/** The answer of the token endpoint after a walk through the consent. */
export async function signInFor(
  lab: KitLab,
  handle: string,
  scopes = allScopes,
): Promise<EmulatorResponse> {
  const query = authorizeQuery({ scope: scopes, sandbox_approve: handle }, verifier)
  const consent = await lab.call('GET', `x.com/i/oauth2/authorize?${query}`)
  const code = sentCode(consent)
  return await lab.call('POST', '/2/oauth2/token', {
    headers: { authorization: basic },
    form: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    },
  })
}

/** A good query for the consent page, with some of it replaced. */
export function authorizeQuery(
  replaced: Readonly<Record<string, string>>,
  verifier = 'a-verifier',
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'sandbox-client',
    redirect_uri: callback,
    scope: allScopes,
    state: 'a-state',
    code_challenge: s256Challenge(verifier),
    code_challenge_method: 's256',
    ...replaced,
  })
  return query.toString()
}
