import { createHash, randomBytes } from 'node:crypto'
import type { RemoteAccount } from '../../accounts.ts'
import type { Connector } from '../../connector.ts'
import type { Grant, OAuthCall } from '../../oauth.ts'
import type { ConformanceOptions } from '../options.ts'
import { asConnector } from './guard.ts'
import type { Hosts } from './hosts.ts'
import { exchange } from './wire.ts'

type Settings = Readonly<Record<string, unknown>>

/** What comes back from a consent page, and what is needed to exchange it. */
export interface Consent {
  readonly code: string
  /** As it came back. */
  readonly state: string | null
  readonly sentState: string
  readonly redirectUri: string
  readonly codeVerifier: string
  /** Where the browser was sent. */
  readonly authorizeUrl: string
}

/** Somebody who has signed in. */
export interface SignedIn {
  readonly consent: Consent
  readonly grant: Grant
  readonly accounts: readonly RemoteAccount[]
  readonly account: RemoteAccount
}

/** What of the options a sign-in needs. */
export type SignInOptions = Pick<
  ConformanceOptions,
  'connector' | 'handle' | 'consent' | 'redirectUri' | 'pickAccount'
>

/** Goes through the consent page as a browser would, approving as the given handle. */
export async function consentOf(
  options: SignInOptions,
  settings: Settings,
  hosts: Hosts,
): Promise<Consent> {
  const redirectUri = options.redirectUri ?? 'https://t21.example/v1/oauth/callback'
  const sentState = randomBytes(18).toString('base64url')
  const codeVerifier = randomBytes(36).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const asked = { settings, redirectUri, state: sentState, codeChallenge }
  const authorizeUrl = asConnector('authorizeUrl', () =>
    options.connector.oauth.authorizeUrl(asked),
  )
  const start = hosts.browser(authorizeUrl)
  const consent = { sandbox_approve: options.handle, ...options.consent }
  for (const [name, value] of Object.entries(consent)) start.searchParams.set(name, value)
  const back = await follow(start, redirectUri)
  const code = back.searchParams.get('code')
  if (code === null) throw new Error(`The consent page came back without a code: ${back.search}`)
  const state = back.searchParams.get('state')
  return { code, state, sentState, redirectUri, codeVerifier, authorizeUrl }
}

/** The whole way: consent, exchange, accounts. */
export async function signIn(
  options: SignInOptions,
  call: OAuthCall<Settings>,
  hosts: Hosts,
): Promise<SignedIn> {
  const consent = await consentOf(options, call.settings, hosts)
  const connector: Readonly<Connector> = options.connector
  const grant = await asConnector('exchange', () => connector.oauth.exchange(call, consent))
  const accounts = await asConnector('accounts', () => connector.accounts(call, grant))
  const account = options.pickAccount?.(accounts) ?? accounts[0]
  if (account === undefined) throw new Error('The grant reaches no account.')
  return { consent, grant, accounts, account }
}

async function follow(start: URL, redirectUri: string): Promise<URL> {
  let address = start
  for (let hops = 0; hops < 10; hops += 1) {
    const { status, headers, text } = await exchange('GET', address)
    const { location } = headers
    if (location === undefined) {
      const page = text.slice(0, 300)
      throw new Error(`The consent page answered ${status} instead of going back: ${page}`)
    }
    address = new URL(location, address)
    if (address.href.startsWith(redirectUri)) return address
  }
  throw new Error('The consent page redirects without end.')
}
