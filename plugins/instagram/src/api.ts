import { facebookOrigin, graphOrigin, ruploadOrigin } from '@t21/meta-graph'
import type { Login } from './facts.ts'

/** Instagram's addresses, each stated once: instagram.md 0. Those of Facebook Login are `@t21/meta-graph`'s. */
export const instagramGraphOrigin = 'https://graph.instagram.com'
export const instagramApiOrigin = 'https://api.instagram.com'
export const webOrigin = 'https://www.instagram.com'

/** Where the person's browser goes to give consent. */
export const authorizeAddress = `${webOrigin}/oauth/authorize`

// None of the three has a version in its path: instagram.md 8.
export const codeUrl = `${instagramApiOrigin}/oauth/access_token`
export const exchangeUrl = `${instagramGraphOrigin}/access_token`
export const refreshUrl = `${instagramGraphOrigin}/refresh_access_token`

/** Where a person signs in, as it is written. */
export const home = 'instagram.com'

/** Every origin that the connector uses or sends a browser to. */
export const hosts = [
  instagramGraphOrigin,
  instagramApiOrigin,
  webOrigin,
  graphOrigin,
  ruploadOrigin,
  facebookOrigin,
]

/** The host of the calls for an account. */
export function originOf(login: Login): string {
  return login === 'facebook' ? graphOrigin : instagramGraphOrigin
}

/** The address of an account that a person can open. */
export function profileUrl(username: string): string {
  return `${webOrigin}/${encodeURIComponent(username)}/`
}
