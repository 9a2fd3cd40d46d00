import { isSuccess, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import type { GraphFailures } from './errors.ts'
import { readList } from './paging.ts'
import { graphRequest, type GraphCall } from './request.ts'

const Text = Type.Optional(Type.String())

const Page = Type.Object({
  id: Type.String(),
  name: Text,
  username: Text,
  access_token: Text,
  category: Text,
  tasks: Type.Optional(Type.Array(Type.String())),
  picture: Type.Optional(Type.Unknown()),
  followers_count: Type.Optional(Type.Number()),
  instagram_business_account: Type.Optional(Type.Unknown()),
})

/** A Page as the lists tell it; what was not asked for is missing. */
export type DiscoveredPage = Static<typeof Page>

const LeastPage = Type.Object({ id: Type.String(), access_token: Text })
const Business = Type.Object({ id: Type.String() })

/** Businesses that are looked into; people have a few. */
const maxBusinesses = 25

/** Pages that are asked one by one. */
const maxSingles = 50

/**
 * The Pages that a person's token reaches: `/me/accounts`, and those of their businesses, which may be missing there.
 * The businesses fail for people without a Business Manager, so their failures are ignored: facebook.md 1. A Page that is
 * listed without its token is asked for it.
 *
 * @param fields what to ask of each Page: `id,name,access_token,tasks`
 * @throws ConnectorFailure where `/me/accounts` cannot be read
 */
export async function discoverPages(
  call: GraphCall,
  token: string,
  fields: string,
  failuresOfNetwork: GraphFailures,
): Promise<readonly DiscoveredPage[]> {
  const failure = (response: Parameters<GraphFailures['call']>[0]) =>
    failuresOfNetwork.call(response, 'listing the Pages')
  const list = (path: string, of: string) =>
    readList(call, { method: 'GET', path, token, query: { fields: of, limit: 100 } }, failure)

  const found = [...(await list('me/accounts', fields)).entries]
  const businesses = await ignoringFailures(() => list('me/businesses', 'id'))
  for (const entry of businesses.slice(0, maxBusinesses)) {
    const business = read(Business, entry)
    if (!business) continue
    for (const edge of ['owned_pages', 'client_pages']) {
      const path = `${encodeURIComponent(business.id)}/${edge}`
      found.push(...(await ignoringFailures(() => list(path, fields))))
    }
  }
  const pages = merged(found)
  return Promise.all(pages.map((page, index) => withToken(call, token, page, index)))
}

// The Page itself tells its token too; the lists of businesses may leave it out.
async function withToken(
  call: GraphCall,
  token: string,
  page: DiscoveredPage,
  index: number,
): Promise<DiscoveredPage> {
  if (page.access_token || page.tasks?.length === 0 || index >= maxSingles) return page
  try {
    const path = encodeURIComponent(page.id)
    const query = { fields: 'access_token' }
    const response = await graphRequest(call, { method: 'GET', path, token, query })
    const own = isSuccess(response) ? read(LeastPage, response.json)?.access_token : undefined
    return own ? { ...page, access_token: own } : page
  } catch {
    return page
  }
}

async function ignoringFailures(
  readAll: () => Promise<{ readonly entries: readonly unknown[] }>,
): Promise<readonly unknown[]> {
  try {
    return (await readAll()).entries
  } catch {
    return []
  }
}

// The same Page comes from several lists, and not in each of them with its token.
function merged(entries: readonly unknown[]): readonly DiscoveredPage[] {
  const pages = new Map<string, DiscoveredPage>()
  for (const entry of entries) {
    const page = read(Page, entry) ?? read(LeastPage, entry)
    if (page) pages.set(page.id, { ...page, ...pages.get(page.id) })
  }
  return [...pages.values()]
}
