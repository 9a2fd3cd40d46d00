import { longToken } from '@t21/meta-graph/sandbox/testing'
import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import {
  at,
  createLab as createKitLab,
  sentCode,
  textAt,
  type Lab as KitLab,
} from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'
import { instagramApp } from '../oauth/apps.ts'
import { facebookGraphApp } from '../oauth/facebook-app.ts'
import { instagramScopes } from '../oauth/scopes.ts'

export { at, textAt } from '@t21/plugin-kit/sandbox/testing'

/** An account that is signed in, whichever way. */
export interface SignedIn {
  /** `graph.instagram.com/v25.0` or `graph.facebook.com/v25.0`. */
  readonly base: string
  readonly token: string
  /** The professional account's id. */
  readonly id: string
}

/** Instagram on a table. */
export interface Lab extends KitLab {
  /** Walks Instagram Login and gives a long-lived token. */
  signIn(handle: string, scopes?: string): Promise<SignedIn>
  /** Walks Facebook Login and gives the token of the page `<handle>-page`. */
  signInByFacebook(handle: string): Promise<SignedIn>
  get(who: SignedIn, path: string): Promise<EmulatorResponse>
  post(
    who: SignedIn,
    path: string,
    form: Readonly<Record<string, string>>,
  ): Promise<EmulatorResponse>
}

/** Where the app of the tests wants people to come back to. */
export const callback = 'http://127.0.0.1:3000/callback'

/** A new laboratory, at noon of a fixed day. @param remote calls a running sandbox in its place */
export function createLab(remote: Partial<Pick<KitLab, 'call'>> = {}): Lab {
  const lab = { ...createKitLab(emulator, { host: 'graph.instagram.com' }), ...remote }
  return {
    ...lab,
    async signIn(handle, scopes) {
      const short = await shortTokenOf(lab, handle, scopes)
      const query = new URLSearchParams({
        grant_type: 'ig_exchange_token',
        client_secret: instagramApp.secret,
        access_token: short,
      })
      const long = await lab.call('GET', `/access_token?${query.toString()}`)
      const token = textAt(long.json, 'access_token')
      const me = await lab.call('GET', '/v25.0/me?fields=user_id', { token })
      return { base: 'graph.instagram.com/v25.0', token, id: textAt(me.json, 'user_id') }
    },
    async signInByFacebook(handle) {
      const person = await longToken(lab, facebookGraphApp, handle)
      const fields = 'access_token,instagram_business_account'
      const base = 'graph.facebook.com/v25.0'
      const pages = await lab.call('GET', `${base}/me/accounts?fields=${fields}`, { token: person })
      const token = textAt(pages.json, 'data', 0, 'access_token')
      return { base, token, id: textAt(pages.json, 'data', 0, 'instagram_business_account', 'id') }
    },
    get: async ({ base, token }, path) => await lab.call('GET', `${base}/${path}`, { token }),
    post: async ({ base, token }, path, form) =>
      await lab.call('POST', `${base}/${path}`, { token, form }),
  }
}

/** The token of an hour that a code gives, in whichever shape. */
export async function shortTokenOf(lab: KitLab, handle: string, scopes?: string): Promise<string> {
  const { json } = await redeem(lab, await codeFor(lab, handle, scopes))
  const flat = at(json, 'access_token')
  return typeof flat === 'string' ? flat : textAt(json, 'data', 0, 'access_token')
}

/** The code that the consent page gives for a handle. */
export async function codeFor(lab: KitLab, handle: string, scopes?: string): Promise<string> {
  const query = authorizeQuery({
    sandbox_approve: handle,
    ...(scopes === undefined ? {} : { scope: scopes }),
  })
  const consent = await lab.call('GET', `www.instagram.com/oauth/authorize?${query}`)
  return sentCode(consent)
}

/** Spends a code, with some of the form replaced. */
export async function redeem(
  lab: KitLab,
  code: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<EmulatorResponse> {
  return await lab.call('POST', 'api.instagram.com/oauth/access_token', {
    form: {
      client_id: instagramApp.id,
      client_secret: instagramApp.secret,
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code,
      ...replaced,
    },
  })
}

/** A good query for the consent page, with some of it replaced. */
export function authorizeQuery(replaced: Readonly<Record<string, string>>): string {
  return new URLSearchParams({
    client_id: instagramApp.id,
    redirect_uri: callback,
    response_type: 'code',
    scope: instagramScopes.join(','),
    state: 'a-state',
    ...replaced,
  }).toString()
}
