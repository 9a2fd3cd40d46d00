import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import {
  createLab as createKitLab,
  sentCode,
  textAt,
  type Lab as KitLab,
  type LabRequestOptions,
} from '@t21/plugin-kit/sandbox/testing'
import { emulator } from '../index.ts'

export { at, textAt } from '@t21/plugin-kit/sandbox/testing'

/** LinkedIn on a table. */
export interface Lab extends KitLab {
  /** Walks the consent and gives an access token. */
  signIn(handle: string, app?: App): Promise<string>
  /** A call of the versioned API with all of its headers. */
  rest(method: string, path: string, options?: LabRequestOptions): Promise<EmulatorResponse>
}

/** An app, and what it asks for. */
export interface App {
  readonly id: string
  readonly secret: string
  readonly scope: string
}

/** Everything that the Community Management API gives. */
export const community: App = {
  id: 'sandbox-community-client',
  secret: 'sandbox-community-secret',
  scope:
    'openid profile email w_member_social r_basicprofile w_organization_social r_organization_social rw_organization_admin r_member_postAnalytics r_member_profileAnalytics',
}

/** Posting in a member's name, and nothing else. */
export const selfServe: App = {
  id: 'sandbox-client',
  secret: 'sandbox-secret',
  scope: 'openid profile email w_member_social',
}

/** An app of old, which may read a member's posts. */
export const legacy: App = {
  id: 'sandbox-legacy-client',
  secret: 'sandbox-legacy-secret',
  scope: `${community.scope} r_member_social`,
}

/** Where the app of the tests wants people to come back to. */
export const callback = 'http://127.0.0.1:3000/callback'

/** The headers of every call of the versioned API. */
export const versioned = { 'linkedin-version': '202609', 'x-restli-protocol-version': '2.0.0' }

/** A new laboratory, at noon of a fixed day. */
export function createLab(): Lab {
  const lab = createKitLab(emulator, { host: 'api.linkedin.com' })
  return {
    ...lab,
    async signIn(handle, app = community) {
      return textAt((await signInFor(lab, handle, app)).json, 'access_token')
    },
    rest: (method, path, options = {}) =>
      lab.call(method, `/rest/${path}`, {
        ...options,
        headers: { ...versioned, ...options.headers },
      }),
  }
}

/** A code, after a walk through the consent. */
export async function codeFor(
  lab: KitLab,
  handle: string,
  app: App = community,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = authorizeQuery(app, { sandbox_approve: handle, ...replaced })
  const consent = await lab.call('GET', `www.linkedin.com/oauth/v2/authorization?${query}`)
  return sentCode(consent)
}

/** The answer of the token endpoint after a walk through the consent. */
export async function signInFor(
  lab: KitLab,
  handle: string,
  app: App = community,
): Promise<EmulatorResponse> {
  const code = await codeFor(lab, handle, app)
  return await token(lab, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    client_id: app.id,
    client_secret: app.secret,
  })
}

/** `POST /oauth/v2/accessToken`. */
export async function token(
  lab: KitLab,
  form: Readonly<Record<string, string>>,
): Promise<EmulatorResponse> {
  return await lab.call('POST', 'www.linkedin.com/oauth/v2/accessToken', { form })
}

/** A good query for the consent page, with some of it replaced. */
export function authorizeQuery(
  app: App = community,
  replaced: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.id,
    redirect_uri: callback,
    scope: app.scope,
    state: 'a-state',
    ...replaced,
  })
  return query.toString()
}
