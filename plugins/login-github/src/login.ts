import type { Login, ProviderHost } from '@t21/plugin-kit'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  Configuration,
  customFetch,
} from 'openid-client'
import { failureOf } from './failures.ts'
import { identityOf } from './identity.ts'
import type { Settings } from './settings.ts'

/** GitHub has no discovery document for its users' logins. */
const server = {
  issuer: 'https://github.com/login/oauth',
  authorization_endpoint: 'https://github.com/login/oauth/authorize',
  token_endpoint: 'https://github.com/login/oauth/access_token',
}

const timeoutSeconds = 10

/** Makes the login. */
export function openLogin({ clientId, clientSecret }: Settings, host: ProviderHost): Login {
  const configuration = new Configuration(
    server,
    clientId,
    { client_secret: clientSecret },
    ClientSecretPost(clientSecret),
  )
  configuration.timeout = timeoutSeconds
  configuration[customFetch] = async (url, options) => {
    const response = await host.fetch(url, options as RequestInit)
    return url === server.token_endpoint ? withHonestStatus(response) : response
  }
  return {
    name: 'GitHub',
    async begin(attempt) {
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: attempt.redirectUri,
        scope: 'read:user user:email',
        state: attempt.state,
        code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
      })
      return { url: host.browserUrl(url.href) }
    },
    async finish(answer, attempt) {
      try {
        const address = new URL(attempt.redirectUri)
        address.search = answer.toString()
        const tokens = await authorizationCodeGrant(configuration, address, {
          pkceCodeVerifier: attempt.codeVerifier,
          expectedState: attempt.state,
        })
        return await identityOf(configuration, tokens.access_token)
      } catch (error) {
        throw failureOf(error)
      }
    },
  }
}

/** GitHub answers a refused code with 200 and an `error` in the body; RFC 6749 (5.2) has 400 for that. */
async function withHonestStatus(response: Response): Promise<Response> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const isError = typeof body === 'object' && body !== null && 'error' in body
  return response.ok && isError ? Response.json(body, { status: 400 }) : response
}
