import { sentCode, textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import type { GraphApp } from '../oauth/app.ts'

/** Where the app of the tests wants people to come back to. */
export const callback = 'http://127.0.0.1:3000/callback'

/** A query for the dialog that asks for everything, with some of it replaced. */
export function dialogQuery(
  app: GraphApp,
  replaced: Readonly<Record<string, string>> = {},
): string {
  return new URLSearchParams({
    client_id: app.id,
    redirect_uri: callback,
    response_type: 'code',
    scope: app.scopes.join(','),
    state: 'a-state',
    ...replaced,
  }).toString()
}

/** The code that the dialog gives for a handle. */
export async function codeFor(
  lab: Lab,
  app: GraphApp,
  handle: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = dialogQuery(app, { sandbox_approve: handle, ...replaced })
  const consent = await lab.call('GET', `www.facebook.com/v25.0/dialog/oauth?${query}`)
  return sentCode(consent)
}

/** A short-lived token of a person. */
export async function shortToken(
  lab: Lab,
  app: GraphApp,
  handle: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = new URLSearchParams({
    client_id: app.id,
    client_secret: app.secret,
    redirect_uri: callback,
    code: await codeFor(lab, app, handle, replaced),
  })
  const { json } = await lab.call(
    'GET',
    `graph.facebook.com/v25.0/oauth/access_token?${query.toString()}`,
  )
  return textAt(json, 'access_token')
}

/** A long-lived token of a person. */
export async function longToken(
  lab: Lab,
  app: GraphApp,
  handle: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = new URLSearchParams({
    grant_type: 'fb_exchange_token',
    client_id: app.id,
    client_secret: app.secret,
    fb_exchange_token: await shortToken(lab, app, handle, replaced),
  })
  const { json } = await lab.call(
    'GET',
    `graph.facebook.com/v25.0/oauth/access_token?${query.toString()}`,
  )
  return textAt(json, 'access_token')
}
