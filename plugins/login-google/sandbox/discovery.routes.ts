import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { publicKeys } from './keys.ts'

/** What Google is, and the keys that it signs with (OpenID Connect Discovery). */
export const discoveryRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'accounts.google.com',
    path: '/.well-known/openid-configuration',
    operation: 'discovery',
    handle: () => ({
      status: 200,
      headers: { 'cache-control': 'public, max-age=3600' },
      json: document,
    }),
  },
  {
    method: 'GET',
    host: 'www.googleapis.com',
    path: '/oauth2/v3/certs',
    operation: 'certs',
    handle: (_request, context) => ({
      status: 200,
      headers: { 'cache-control': 'public, max-age=21600, must-revalidate' },
      json: { keys: publicKeys(context) },
    }),
  },
]

const document = {
  issuer: 'https://accounts.google.com',
  authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  token_endpoint: 'https://oauth2.googleapis.com/token',
  userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
  jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'profile'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  claims_supported: [
    'aud',
    'email',
    'email_verified',
    'exp',
    'family_name',
    'given_name',
    'iat',
    'iss',
    'name',
    'picture',
    'sub',
  ],
  code_challenge_methods_supported: ['plain', 'S256'],
  grant_types_supported: ['authorization_code'],
}
