import type { ProviderHost } from '@t21/plugin-kit'
import {
  clockTolerance,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type Configuration,
} from 'openid-client'
import type { Settings } from './settings.ts'

const issuer = new URL('https://accounts.google.com')
/** How far the clocks may be apart, in seconds. */
export const toleratedSeconds = 10
const timeoutSeconds = 10
/** Google changes its endpoints rarely, and announces it. */
const cacheMilliseconds = 3_600_000

/** Reads Google's discovery document, and keeps it for an hour; one that could not be read is asked for again. */
export function makeDiscovery(
  settings: Settings,
  host: ProviderHost,
): () => Promise<Configuration> {
  let known: { readonly until: number; readonly found: Promise<Configuration> } | undefined
  return () => {
    if (known !== undefined && known.until > performance.now()) return known.found
    const found = discover(settings, host)
    const entry = { until: performance.now() + cacheMilliseconds, found }
    known = entry
    found.catch(() => {
      if (known === entry) known = undefined
    })
    return found
  }
}

async function discover(
  { clientId, clientSecret }: Settings,
  host: ProviderHost,
): Promise<Configuration> {
  const metadata = {
    client_secret: clientSecret,
    // The only one that is taken: neither `none` nor a symmetric one.
    id_token_signed_response_alg: 'RS256',
    [clockTolerance]: toleratedSeconds,
  }
  const configuration = await discovery(
    issuer,
    clientId,
    metadata,
    ClientSecretPost(clientSecret),
    {
      [customFetch]: (url, options) => host.fetch(url, options as RequestInit),
      timeout: timeoutSeconds,
    },
  )
  // The signature is checked though the token comes by TLS from Google itself.
  enableNonRepudiationChecks(configuration)
  return configuration
}
