import type { Login, LoginAttempt, ProviderHost } from '@t21/plugin-kit'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
} from 'openid-client'
import { makeDiscovery } from './discovery.ts'
import { failureOf } from './failures.ts'
import { checkIdToken, identityOf } from './identity.ts'
import type { Settings } from './settings.ts'

/** Makes the login; Google is asked for its addresses at the first use. */
export function openLogin(settings: Settings, host: ProviderHost): Login {
  const discover = makeDiscovery(settings, host)
  return {
    name: 'Google',
    async begin(attempt) {
      try {
        const url = buildAuthorizationUrl(await discover(), {
          redirect_uri: attempt.redirectUri,
          scope: 'openid email profile',
          state: attempt.state,
          nonce: attempt.nonce,
          code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
          code_challenge_method: 'S256',
          prompt: 'select_account',
        })
        return { url: host.browserUrl(url.href) }
      } catch (error) {
        throw failureOf(error)
      }
    },
    async finish(answer, attempt) {
      try {
        const configuration = await discover()
        const tokens = await authorizationCodeGrant(configuration, addressOf(answer, attempt), {
          pkceCodeVerifier: attempt.codeVerifier,
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
        })
        const claims = checkIdToken(tokens.claims(), tokens.id_token, tokens.access_token)
        return await identityOf(configuration, claims, tokens.access_token)
      } catch (error) {
        throw failureOf(error)
      }
    },
  }
}

/** The library reads the redirect address off the one that the browser came back to. */
function addressOf(answer: URLSearchParams, { redirectUri }: LoginAttempt): URL {
  const url = new URL(redirectUri)
  url.search = answer.toString()
  return url
}
