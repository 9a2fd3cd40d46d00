import type { DemoClient } from './client.ts'

interface Platform {
  readonly platform: string
  readonly status: string
}

interface Connection {
  readonly data: {
    readonly status: string
    readonly error?: unknown
    readonly candidates: readonly { readonly platformUserId: string; readonly username: string }[]
  }
}

/**
 * Connects an account on every platform that is ready, by the real OAuth flow: consent page, redirect, callback,
 * exchange. Only the click is left out: `sandbox_approve` in the consent page's address stands for it.
 *
 * @returns the platforms on which the brand has an account
 */
export async function connectAccounts(client: DemoClient, brandId: string): Promise<string[]> {
  const accounts = await client.get<{ data: { platform: string }[] }>(
    `/brands/${brandId}/social-accounts`,
  )
  const connected = new Set(accounts.data.map(({ platform }) => platform))
  const { data: platforms } = await client.get<{ data: Platform[] }>('/platforms')
  for (const { platform, status } of platforms) {
    if (connected.has(platform) || status !== 'ready') continue
    const { data } = await client.post<{
      data: { connectionId: string; authorizationUrl: string }
    }>(`/brands/${brandId}/social-accounts`, { platform })
    const consent = new URL(data.authorizationUrl)
    consent.searchParams.set('sandbox_approve', 'lighthousecafe')
    await walk(consent)
    const connection = await chosen(client, data.connectionId)
    if (connection.data.status !== 'connected') {
      throw new Error(`${platform} was not connected: ${JSON.stringify(connection.data)}`)
    }
    connected.add(platform)
  }
  return [...connected]
}

/** Where a login reaches several accounts, the one that is a page and not a person. */
async function chosen(client: DemoClient, id: string): Promise<Connection> {
  const connection = await client.get<Connection>(`/connections/${id}`)
  const { status, candidates } = connection.data
  if (status !== 'choose') return connection
  const page = candidates.find(({ platformUserId }) => !platformUserId.includes('person'))
  return client.post<Connection>(`/connections/${id}/accounts`, {
    targets: [page?.platformUserId ?? candidates[0]?.platformUserId],
  })
}

/** Follows redirects as a browser does, from the consent page to the callback's last answer. */
async function walk(start: URL): Promise<void> {
  let address = start
  for (let hops = 0; hops < 10; hops += 1) {
    const response = await fetch(address, { redirect: 'manual' })
    const location = response.headers.get('location')
    if (location === null) {
      if (!response.ok)
        throw new Error(`${address.host}${address.pathname} answered ${response.status}.`)
      return
    }
    address = new URL(location, address)
  }
  throw new Error('The consent page redirects without end.')
}
