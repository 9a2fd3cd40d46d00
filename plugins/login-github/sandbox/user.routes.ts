import {
  letterAvatar,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { apiError } from './api-error.ts'
import { findToken, type Grant } from './grants.ts'
import { personOf, type Person } from './people.ts'

/** Who somebody is, and their addresses. */
export const userRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'api.github.com',
    path: '/user',
    operation: 'user',
    handle: (request, context) =>
      withToken(request, context, (grant) => userView(personOfGrant(grant))),
  },
  {
    method: 'GET',
    host: 'api.github.com',
    path: '/user/emails',
    operation: 'emails',
    handle: (request, context) =>
      withToken(request, context, (grant) =>
        grant.scopes.some((scope) => scope === 'user' || scope === 'user:email')
          ? personOfGrant(grant).emails
          : undefined,
      ),
  },
  {
    method: 'GET',
    host: 'avatars.githubusercontent.com',
    path: '/u/:id',
    operation: 'avatar',
    handle: ({ params }) => letterAvatar(params['id'] ?? '', 'G'),
  },
]

/** In whose name a request comes. */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly id: string; readonly username: string } | undefined {
  const grant = grantOf(request, context)
  return grant && { id: String(personOfGrant(grant).id), username: grant.login }
}

function withToken(
  request: EmulatorRequest,
  context: EmulatorContext,
  answer: (grant: Grant) => unknown,
): EmulatorResponse {
  if ((request.headers['user-agent'] ?? '') === '') {
    const text =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.'
    return { status: 403, text }
  }
  if (request.headers['authorization'] === undefined)
    return apiError(401, 'Requires authentication')
  const grant = grantOf(request, context)
  if (grant === undefined) return apiError(401, 'Bad credentials')
  const json = answer(grant)
  // What a token may not see is not there.
  if (json === undefined) return apiError(404, 'Not Found')
  const headers = { 'x-oauth-scopes': grant.scopes.join(', '), 'x-ratelimit-remaining': '4999' }
  return { status: 200, headers, json }
}

function grantOf({ headers }: EmulatorRequest, context: EmulatorContext): Grant | undefined {
  const [, token = ''] = /^(?:Bearer|token) (\S+)$/i.exec(headers['authorization'] ?? '') ?? []
  return findToken(context, token)
}

function personOfGrant({ login, email }: Grant): Person {
  return email === null ? personOf(login) : personOf(login, email)
}

function userView({ login, id, name, publicEmail }: Person): object {
  return {
    login,
    id,
    node_id: Buffer.from(`04:User${id}`).toString('base64'),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url: `https://api.github.com/users/${login}`,
    html_url: `https://github.com/${login}`,
    type: 'User',
    user_view_type: 'private',
    site_admin: false,
    name,
    company: null,
    blog: '',
    location: null,
    email: publicEmail,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    two_factor_authentication: false,
  }
}
