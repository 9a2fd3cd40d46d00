import { randomUUID } from 'node:crypto'
import type { Database } from '../../core/src/db/database.ts'
import { makeSecretToken } from '../../core/src/features/auth/secret-tokens.ts'
import { picture } from '../../core/src/features/media/fixtures/media-files.ts'
import { makeSemaphore } from '../../core/src/features/media/semaphore.ts'
import type { QuotaMetric } from '../../core/src/features/quotas/plan-limits.ts'
import { multipartBody } from '../support/multipart.ts'
import { json, type CrowdAnswer, type CrowdRequest } from './crowd.ts'
import { logIn, type Tenant } from './tenants.ts'

/** Where a request goes: `urls[index % urls.length]`. */
type Requests = (
  database: Database,
  tenant: Tenant,
  urls: readonly string[],
  count: number,
) => Promise<CrowdRequest[]>

/** Something that a plan counts, and the route by which it comes. */
export interface QuotaKind {
  readonly metric: QuotaMetric
  /** A plan whose limit is at least what the tests make. */
  readonly tier: 'FREE' | 'BUSINESS'
  /** As many requests, each of which makes one of them. */
  readonly requests: Requests
  readonly isMade: (answer: CrowdAnswer) => boolean
  readonly isRefused: (answer: CrowdAnswer) => boolean
  /** What is there by these requests, as SQL of one organization (`?`): the sum of what should be counted. */
  readonly made: string
}

const usual = {
  tier: 'BUSINESS',
  isMade: ({ status }: CrowdAnswer) => status === 200 || status === 201,
  isRefused: ({ status, code }: CrowdAnswer) => status === 403 && code === 'QUOTA_EXCEEDED',
} as const

/** All kinds. */
export const kinds: readonly QuotaKind[] = [
  {
    ...usual,
    metric: 'brands',
    requests: posting('/v1/brands', (_tenant, index) => ({ name: `Crowd ${index}` })),
    made: `select count(*) from brands where organization_id = ? and name like 'Crowd %'`,
  },
  {
    ...usual,
    metric: 'posts',
    // The plan of the specification's 30 posts.
    tier: 'FREE',
    requests: posting('/v1/posts', ({ brandId }) => ({ brandId, content: randomUUID() })),
    made: 'select count(*) from posts where organization_id = ?',
  },
  {
    ...usual,
    metric: 'aiCredits',
    requests: posting('/test/ai-credits', () => ({})),
    made: `select coalesce(sum(amount), 0) from quota_movements
      where organization_id = ? and metric = 'aiCredits' and subject_id <> organization_id`,
  },
  {
    ...usual,
    metric: 'members',
    requests: joining,
    made: 'select count(*) from team_members where organization_id = ? and invited_by is not null',
  },
  {
    ...usual,
    metric: 'socialAccounts',
    requests: connecting,
    isMade: ({ location }) => location?.includes('status=connected') === true,
    isRefused: ({ location }) => location?.includes('status=failed') === true,
    made: `select count(*) from social_accounts where organization_id = ? and status = 'active'`,
  },
  {
    ...usual,
    metric: 'mediaBytes',
    requests: uploading,
    made: `select coalesce(sum(size), 0) from media
      where organization_id = ? and status in ('storing', 'ready')`,
  },
]

/** Requests of the owner with a body each; the organization is in it where no brand says it. */
function posting(path: string, bodyOf: (tenant: Tenant, index: number) => object): Requests {
  return async (_database, tenant, urls, count) =>
    each(urls, count, (url, index) => {
      const body = bodyOf(tenant, index)
      const { organizationId } = tenant
      const { headers, ...rest } = json('brandId' in body ? body : { organizationId, ...body })
      return { url, method: 'POST', path, headers: { ...headers, ...tenant.auth }, ...rest }
    })
}

/** Invitations to as many people, each of whom accepts one. */
async function joining(
  database: Database,
  { organizationId, ownerId }: Tenant,
  urls: readonly string[],
  count: number,
): Promise<CrowdRequest[]> {
  const people = each(urls, count, () => ({
    email: `${randomUUID()}@example.com`,
    ...makeSecretToken('invitation'),
  }))
  const users = (await database
    .system('users')
    .insert(people.map(({ email }) => ({ email, email_verified_at: new Date() })))
    .returning(['id', 'email'])) as { id: string; email: string }[]
  await database.system('invitations').insert(
    people.map(({ email, hash }) => ({
      organization_id: organizationId,
      email,
      role: 'MEMBER',
      token_hash: hash,
      invited_by: ownerId,
      expires_at: new Date(Date.now() + 3_600_000),
    })),
  )
  const tokens = new Map(people.map(({ email, token }) => [email, token]))
  const auths = await logIn(
    database,
    users.map(({ id }) => id),
  )
  return each(urls, count, (url, index) => {
    const { headers, body } = json({ token: tokens.get(users[index]?.email ?? '') })
    const path = '/v1/invitations/accept'
    return {
      url,
      method: 'POST',
      path,
      headers: { ...headers, ...auths[index] },
      ...(body && { body }),
    }
  })
}

/** As many walks to the consent page, of which all come back at once. */
async function connecting(
  _database: Database,
  { brandId, auth }: Tenant,
  urls: readonly string[],
  count: number,
): Promise<CrowdRequest[]> {
  const inTurn = makeSemaphore(10)
  const begin = async (url: string): Promise<CrowdRequest> => {
    const answer = await fetch(`${url}/v1/brands/${brandId}/social-accounts`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: JSON.stringify({ platform: 'FAKE', returnUrl: 'http://localhost:5173/accounts' }),
    })
    const { data } = (await answer.json()) as { data: { authorizationUrl: string } }
    const state = new URL(data.authorizationUrl).searchParams.get('state') ?? ''
    const query = new URLSearchParams({ state, code: randomUUID() })
    return { url, method: 'GET', path: `/v1/oauth/callback/fake?${query.toString()}` }
  }
  return Promise.all(each(urls, count, (url) => inTurn(() => begin(url))))
}

/** The same small picture as many times: each is stored and counted by itself. */
async function uploading(
  _database: Database,
  { organizationId, auth }: Tenant,
  urls: readonly string[],
  count: number,
): Promise<CrowdRequest[]> {
  const bytes = await picture('png', { width: 8, height: 8 })
  const { payload, headers } = await multipartBody([
    ['organizationId', organizationId],
    ['file', { bytes, name: 'dot.png' }],
  ])
  return each(urls, count, (url) => ({
    url,
    method: 'POST',
    path: '/v1/media/upload',
    headers: { ...headers, ...auth },
    body: payload,
  }))
}

function each<Made>(
  urls: readonly string[],
  count: number,
  make: (url: string, index: number) => Made,
): Made[] {
  return Array.from({ length: count }, (_, index) => make(urls[index % urls.length] ?? '', index))
}
