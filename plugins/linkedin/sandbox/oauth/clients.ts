import { oauthError } from '../api/errors.ts'
import type { dailyLimits } from '../api/limits.ts'
import { required, type Parameters } from './parameters.ts'
import { communityScopes, selfServeScopes } from './scopes.ts'

/** An app registered at the network. */
export interface Client {
  readonly id: string
  readonly secret: string
  /** `urn:li:developerApplication:<number>`. */
  readonly applicationId: string
  readonly tier: keyof typeof dailyLimits
  readonly scopes: readonly string[]
  /** Only approved apps are given refresh tokens (linkedin.md 1). */
  readonly refreshTokens: boolean
}

/** Has the Community Management API (Standard tier): the connector works with it without settings of its own. */
export const communityClient: Client = {
  id: 'sandbox-community-client',
  secret: 'sandbox-community-secret',
  applicationId: '210000001',
  tier: 'standard',
  scopes: [...selfServeScopes, ...communityScopes],
  refreshTokens: true,
}

/** Has what everybody gets: signing in, and posting in a member's name. */
export const selfServeClient: Client = {
  id: 'sandbox-client',
  secret: 'sandbox-secret',
  applicationId: '210000002',
  tier: 'selfServe',
  scopes: selfServeScopes,
  refreshTokens: false,
}

const clients: readonly Client[] = [
  communityClient,
  selfServeClient,
  {
    ...communityClient,
    id: 'sandbox-development-client',
    secret: 'sandbox-development-secret',
    applicationId: '210000003',
    tier: 'development',
  },
  {
    ...communityClient,
    id: 'sandbox-legacy-client',
    secret: 'sandbox-legacy-secret',
    applicationId: '210000004',
    scopes: [...communityClient.scopes, 'r_member_social'],
  },
]

/** The app with this id. */
export function findClient(id: string): Client | undefined {
  return clients.find((client) => client.id === id)
}

/**
 * The app that calls the token endpoint: its secret stands in the body, nowhere else.
 *
 * @throws Refusal 400 invalid_request, 401 invalid_client
 */
export function authenticateClient(parameters: Parameters): Client {
  const client = findClient(required(parameters, 'client_id'))
  const secret = required(parameters, 'client_secret')
  if (client !== undefined && client.secret === secret) return client
  throw oauthError(401, 'invalid_client', 'Client authentication failed')
}
