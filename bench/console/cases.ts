import { withClient } from '../support/postgres.ts'
import type { Case, Size } from '../scale/measure.ts'
import type { Served } from './serve.ts'

/** A database with a console in front of it. */
export interface ConsoleSize extends Size {
  readonly console: Served
  readonly known: Known
}

/** What somebody of the staff was told by a customer. */
export interface Known {
  readonly postId: string
  readonly deliveryId: string
  readonly accountId: string
  readonly remoteId: string
  readonly url: string
}

type Cases = Readonly<Record<string, Case<ConsoleSize>>>

/** Lists as they open, the newest first, and far back in them. */
const lists: Cases = {
  posts: list('posts'),
  postsFarBack: list('posts', 'page=40'),
  deliveries: list('deliveries'),
  deliveriesFarBack: list('deliveries', 'page=40'),
  deliveriesByDue: list('deliveries', 'sortBy=dueAt&direction=asc'),
  users: list('users'),
  organizations: list('organizations'),
  accounts: list('social-accounts'),
}

/** Every filter of posts and deliveries. */
const filters: Cases = {
  postsByStatus: list('posts', 'filters.status=SCHEDULED'),
  postsPublished: list('posts', 'filters.status=PUBLISHED'),
  postsDrafts: list('posts', 'filters.status=DRAFT'),
  postsOfOrganization: list(
    'posts',
    ({ tenant }) => `filters.organizationId=${tenant.organizationId}`,
  ),
  postsOfBrand: list('posts', ({ tenant }) => `filters.brandId=${tenant.brandId}`),
  postsOfTime: list(
    'posts',
    `filters.createdAt~~from=${day(-60)}&filters.createdAt~~to=${day(-30)}`,
  ),
  postsOfBrandFailed: list(
    'posts',
    ({ tenant }) => `filters.brandId=${tenant.brandId}&filters.status=FAILED`,
  ),
  postById: list('posts', ({ known }) => `filters.id=${known.postId}`),
  deliveriesFailed: list('deliveries', 'filters.state=failed'),
  deliveriesPublished: list('deliveries', 'filters.state=published'),
  deliveriesNobody: list('deliveries', 'filters.state=needs_attention'),
  deliveriesOfNetwork: list('deliveries', 'filters.platform=TWITTER'),
  deliveriesOfNoNetwork: list('deliveries', 'filters.platform=NOTHING'),
  deliveriesOfOrganization: list(
    'deliveries',
    ({ tenant }) => `filters.organizationId=${tenant.organizationId}`,
  ),
  deliveriesOfAccount: list(
    'deliveries',
    ({ known }) => `filters.socialAccountId=${known.accountId}`,
  ),
  deliveriesOfPost: list('deliveries', ({ known }) => `filters.postId=${known.postId}`),
  deliveriesDue: list(
    'deliveries',
    `filters.dueAt~~from=${day(-40)}&filters.dueAt~~to=${day(-10)}`,
  ),
  deliveriesOfAddress: list(
    'deliveries',
    ({ known }) => `filters.remotePost=${encodeURIComponent(known.url)}`,
  ),
  failedOfOrganization: list(
    'deliveries',
    ({ tenant }) => `filters.organizationId=${tenant.organizationId}&filters.state=failed`,
  ),
}

/** What the search box finds, and what it does not. */
const searches: Cases = {
  email: find(() => 'OWNER-1@example.com'),
  post: find(({ known }) => known.postId),
  delivery: find(({ known }) => known.deliveryId),
  remoteId: find(({ known }) => known.remoteId),
  address: find(({ known }) => known.url),
  addressAsCopied: find(({ known }) => `${known.url.replace('//', '//www.')}/?s=20`),
  nothing: find(() => 'req_nobody-ever-had-it'),
  wildcard: find(() => '%'),
}

/** What is measured, by the names of the result. */
export const consoleCases = { list: lists, filter: filters, search: searches } as const

function list(id: string, query: string | ((size: ConsoleSize) => string) = ''): Case<ConsoleSize> {
  return {
    async run(size) {
      const asked = typeof query === 'string' ? query : query(size)
      const answer = await size.console.get(`/resources/${id}/actions/list?${asked}`)
      return (answer as { readonly records: readonly unknown[] }).records.length
    },
  }
}

function find(text: (size: ConsoleSize) => string): Case<ConsoleSize> {
  return {
    async run(size) {
      const answer = await size.console.get(`/pages/find?text=${encodeURIComponent(text(size))}`)
      return (answer as { readonly found: readonly unknown[] }).found.length
    },
  }
}

function day(daysAgo: number): string {
  return new Date(Date.now() + daysAgo * 86_400_000).toISOString()
}

/** Looks up what a customer could name: a post of the big one that went out, in the middle of its history. */
export async function whatIsKnown({ tenant, url }: Size): Promise<Known> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Known>(
      `select post_id as "postId", id as "deliveryId", social_account_id as "accountId", platform_post_id as "remoteId",
         platform_url as url
       from social_posts where organization_id = $1 and state = 'published' and post_id not in
         (select post_id from social_posts where organization_id = $1 group by post_id having count(*) > 1)
       order by due_at desc offset 1000 limit 1`,
      [tenant.organizationId],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The big tenant has published nothing.')
    return row
  })
}
