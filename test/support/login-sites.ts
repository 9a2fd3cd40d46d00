import {
  createHash,
  createSign,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import type { Login, ProviderHost } from '@t21/plugin-kit'
import { provider as github } from '../../plugins/login-github/src/index.ts'
import { provider as google } from '../../plugins/login-google/src/index.ts'

/** Somebody with an account at a login provider. */
export interface Somebody {
  readonly id: string
  readonly email: string
  readonly verified: boolean
}

interface Granted {
  readonly person: Somebody
  readonly query: URLSearchParams
}

type Json = Record<string, unknown>

/** What an evil provider does differently. */
export interface Evil {
  discovery?: (document: Json) => Json
  header?: (header: Json) => Json
  claims?: (claims: Json) => Json
  /** Instead of a signature with the published key. */
  sign?: (input: string, keys: { readonly publicKey: KeyObject }) => string
  token?: (body: Json) => Json
  userinfo?: (claims: Json) => Json
}

/** A login provider that a test speaks for: the plugin is the real one, what it reaches is this. */
export interface LoginSite {
  readonly id: 'google' | 'github'
  readonly login: Login
  evil: Evil
  /** What the browser brings back when somebody agrees at this address. */
  approve(authorizationUrl: string, person: Somebody): URLSearchParams
}

const client = { clientId: 'client-of-t21', clientSecret: 'secret-of-t21' }
const issuer = 'https://accounts.google.com'

/** Google, as far as a login goes. It checks what a provider has to check: code, verifier, redirect address, client. */
export function googleSite(): LoginSite {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }
  return siteOf('google', (url, body, granted, evil) => {
    if (url.pathname === '/.well-known/openid-configuration') {
      const document = {
        issuer,
        authorization_endpoint: `${issuer}/o/oauth2/v2/auth`,
        token_endpoint: 'https://oauth2.googleapis.com/token',
        userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
        jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }
      return evil.discovery?.(document) ?? document
    }
    if (url.pathname === '/oauth2/v3/certs') return { keys: [jwk] }
    if (url.pathname === '/v1/userinfo') {
      const { person } = granted
      const claims = { sub: person.id, email: person.email, email_verified: person.verified }
      return evil.userinfo?.(claims) ?? claims
    }
    const accessToken = `access-${randomBytes(9).toString('hex')}`
    const now = Math.floor(Date.now() / 1_000)
    const plain = {
      iss: issuer,
      aud: client.clientId,
      sub: granted.person.id,
      iat: now,
      exp: now + 300,
      nonce: granted.query.get('nonce'),
      email: granted.person.email,
      email_verified: granted.person.verified,
      name: 'Ada of Google',
      at_hash: createHash('sha256')
        .update(accessToken)
        .digest()
        .subarray(0, 16)
        .toString('base64url'),
    }
    const header = { alg: 'RS256', kid: 'one', typ: 'JWT' }
    const input = [evil.header?.(header) ?? header, evil.claims?.(plain) ?? plain]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature =
      evil.sign?.(input, { publicKey }) ??
      createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')
    const answer = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3_600,
      id_token: `${input}.${signature}`,
    }
    return evil.token?.(answer) ?? answer
  })
}

/** GitHub, as far as a login goes. */
export function githubSite(): LoginSite {
  return siteOf('github', (url, _body, { person }, evil) => {
    if (url.pathname === '/user') {
      const user = { id: Number(person.id), login: 'ada', name: null, email: 'public@example.org' }
      return evil.userinfo?.(user) ?? user
    }
    if (url.pathname === '/user/emails') {
      return [
        { email: 'second@example.org', primary: false, verified: true, visibility: null },
        { email: person.email, primary: true, verified: person.verified, visibility: null },
      ]
    }
    const answer = { access_token: 'gho_x', token_type: 'bearer', scope: 'user:email' }
    return evil.token?.(answer) ?? answer
  })
}

function siteOf(
  id: LoginSite['id'],
  answer: (url: URL, body: URLSearchParams, granted: Granted, evil: Evil) => unknown,
): LoginSite {
  const codes = new Map<string, Granted>()
  let last: Granted | undefined
  const host: ProviderHost = {
    browserUrl: (url) => url,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const body = init?.body instanceof URLSearchParams ? init.body : new URLSearchParams()
      if (url.pathname.endsWith('token')) {
        const granted = codes.get(body.get('code') ?? '')
        codes.delete(body.get('code') ?? '')
        if (granted === undefined || !isHonest(body, granted)) {
          const status = id === 'github' ? 200 : 400
          return Response.json({ error: 'invalid_grant' }, { status })
        }
        last = granted
      }
      const granted = last ?? { person: { id: '', email: '', verified: false }, query: body }
      return Response.json(answer(url, body, granted, site.evil))
    },
  }
  const site: LoginSite = {
    id,
    login: (id === 'google' ? google : github).open(client, host),
    evil: {},
    approve(authorizationUrl, person) {
      const query = new URL(authorizationUrl).searchParams
      const code = randomBytes(16).toString('hex')
      codes.set(code, { person, query })
      return new URLSearchParams({ code, state: query.get('state') ?? '' })
    },
  }
  return site
}

/** What RFC 6749 (4.1.3) and RFC 7636 (4.6) have a provider check. */
function isHonest(body: URLSearchParams, { query }: Granted): boolean {
  const verifier = body.get('code_verifier') ?? ''
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return (
    body.get('client_id') === client.clientId &&
    body.get('client_secret') === client.clientSecret &&
    body.get('redirect_uri') === query.get('redirect_uri') &&
    query.get('code_challenge_method') === 'S256' &&
    challenge === query.get('code_challenge')
  )
}
