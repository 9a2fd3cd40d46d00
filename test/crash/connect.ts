import { createHash } from 'node:crypto'
import type { Context } from '../../core/src/context.ts'
import { connectAccount } from '../../core/src/features/social-accounts/connect-account.ts'
import type { CrashNetwork, CrashPost } from './networks/network.ts'

const redirectUri = 'http://127.0.0.1/callback'
const verifier = 'ab'.repeat(32)

/** Where the account belongs. */
interface Place {
  readonly organizationId: string
  readonly brandId: string
}

/** An account of the run, connected. */
export interface CrashAccount {
  readonly id: string
  readonly platformUserId: string
}

/** Walks the network's real login for somebody of the sandbox, and connects the account that the post goes to. */
export async function connect(
  context: Context,
  { connector: { platform } }: CrashNetwork,
  {
    handle,
    post,
    place,
  }: { readonly handle: string; readonly post: CrashPost; readonly place: Place },
): Promise<CrashAccount> {
  const plugin = context.plugins.ready(platform)
  if (plugin === undefined) throw new Error(`${platform} is not ready.`)
  const { connector, settings } = plugin
  const authorizeUrl = connector.oauth.authorizeUrl({
    settings,
    redirectUri,
    state: 'state',
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
  })
  const consent = new URL(context.connectorHttp.browserUrl(authorizeUrl))
  consent.searchParams.set('sandbox_approve', handle)
  const call = { settings, http: context.connectorHttp.forCall({ connector }) }
  const code = await codeFrom(consent)
  const grant = await connector.oauth.exchange(call, { code, redirectUri, codeVerifier: verifier })
  const accounts = await connector.accounts(call, grant)
  const account = post.account?.(accounts) ?? accounts[0]
  if (account === undefined) throw new Error(`${handle} has no account on ${platform}.`)
  const id = await context.database.system.transaction(async (transaction) => {
    const made = { ...place, platform }
    const stored = await connectAccount(transaction, context.config, made, account, grant, 0)
    // The run is about publishing: nothing else is asked of the network meanwhile.
    await transaction('social_accounts')
      .where({ id: stored })
      .update({ last_sync_at: transaction.raw('clock_timestamp()') })
    return stored
  })
  return { id, platformUserId: account.platformUserId }
}

/** Follows redirects as a browser does, from the consent page to the callback. */
async function codeFrom(consent: URL): Promise<string> {
  let address = consent
  for (let hops = 0; hops < 5; hops += 1) {
    const response = await fetch(address, { redirect: 'manual' })
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${address.href} answered ${response.status}.`)
    address = new URL(location, address)
    const code = address.searchParams.get('code')
    if (code !== null && address.href.startsWith(redirectUri)) return code
  }
  throw new Error('The consent page redirects without end.')
}
