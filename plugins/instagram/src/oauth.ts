import { facebookLogin } from '@t21/meta-graph'
import type { Grant, OAuth, OAuthCall } from '@t21/plugin-kit'
import { failures } from '@t21/plugin-kit'
import { authorizeAddress } from './api.ts'
import { graph } from './errors.ts'
import { exchangeCode, renew } from './oauth.instagram.ts'
import { facebookScopes, instagramScopes, scopesUnder, withEquivalents } from './scopes.ts'
import { appOf, type Settings } from './settings.ts'

const facebook = facebookLogin(facebookScopes, graph)

/**
 * Both logins: instagram.md 1. The setting `login` chooses which one new accounts go through; a grant of Instagram Login
 * is known by its refresh token, which one of Facebook Login does not have.
 */
export const oauth: OAuth<Settings> = {
  scopes: scopesUnder,
  authorizeUrl,
  exchange,
  refresh: (call, { refreshToken }) => renew(call, refreshToken),
  revoke,
}

function authorizeUrl(input: Parameters<OAuth<Settings>['authorizeUrl']>[0]): string {
  const { settings, redirectUri, state } = input
  if (settings.login === 'facebook') {
    return facebook.authorizeUrl({ ...input, settings: appOf(settings, 'facebook') })
  }
  const url = new URL(authorizeAddress)
  url.search = new URLSearchParams({
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: instagramScopes.map((scope) => scope.name).join(','),
    state,
  }).toString()
  return url.href
}

async function exchange(
  call: OAuthCall<Settings>,
  input: { code: string; redirectUri: string; codeVerifier: string },
): Promise<Grant> {
  if (call.settings.login === 'instagram') return exchangeCode(call, input)
  const grant = await facebook.exchange(
    { ...call, settings: appOf(call.settings, 'facebook') },
    input,
  )
  return { ...grant, scopes: withEquivalents(grant.scopes) }
}

async function revoke(
  call: OAuthCall<Settings>,
  input: { accessToken: string; refreshToken?: string },
): Promise<void> {
  if (input.refreshToken === undefined) {
    await facebook.revoke?.({ ...call, settings: appOf(call.settings, 'facebook') }, input)
    return
  }
  throw failures.permission({
    message: 'Instagram has no way for T21 to give a login back.',
    remedy: 'Remove the app in the Instagram settings, under "Apps and websites".',
  })
}
