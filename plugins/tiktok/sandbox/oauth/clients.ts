import { Refusal } from '../api/errors.ts'

/** An app registered at the network. */
export interface Client {
  readonly key: string
  readonly secret: string
  /** A desktop app comes back to this machine and must use PKCE (tiktok.md 1). */
  readonly kind: 'web' | 'desktop'
  /** Unaudited: private posts to private accounts only (tiktok.md 3). */
  readonly audited: boolean
}

/** Under which the connector works without settings of its own. */
export const sandboxClient: Client = {
  key: 'sandbox-client',
  secret: 'sandbox-secret',
  kind: 'web',
  audited: true,
}

const clients: readonly Client[] = [
  sandboxClient,
  { key: 'sandbox-desktop', secret: 'sandbox-secret', kind: 'desktop', audited: true },
  { key: 'sandbox-unaudited', secret: 'sandbox-secret', kind: 'web', audited: false },
]

/** The app with this key. */
export function findClient(key: string): Client | undefined {
  return clients.find((client) => client.key === key)
}

/**
 * The app that calls an OAuth endpoint, by `client_key` and `client_secret` in the form.
 *
 * @throws Refusal 400 invalid_request or 401 invalid_client
 */
export function authenticateClient(form: URLSearchParams): Client {
  const key = required(form, 'client_key')
  const secret = required(form, 'client_secret')
  const client = findClient(key)
  if (client !== undefined && client.secret === secret) return client
  throw new Refusal(401, 'invalid_client', 'Client key or secret is incorrect.')
}

/** @throws Refusal 400 invalid_request that names the parameter */
export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value !== null && value !== '') return value
  throw new Refusal(400, 'invalid_request', `The parameter ${name} is missing.`)
}
