import { policies } from '../../core/src/app.ts'
import { makePrincipal, type Principal } from '../../core/src/authz/principal.ts'
import { calendarOf } from '../../core/src/features/posts/post-calendar.service.ts'
import { listPosts } from '../../core/src/features/posts/post-list.service.ts'
import { claimDue } from '../../core/src/features/publishing/claim.ts'
import { withClient } from '../support/postgres.ts'
import type { BigTenant } from '../support/seed-posts.ts'
import type { Case, Size } from './measure.ts'

/** Deliveries that are due when they are claimed: a busy minute. */
const due = 200

/** Pages of a hundred that lie before the deep one. */
const pagesTurned = 10

/** The lists and the calendar of the big tenant, by the services that the routes call. */
export const readCases: Readonly<Record<'list' | 'calendar', Readonly<Record<string, Case>>>> = {
  list: {
    newest: { run: (size) => list(size, {}) },
    deep: { prepare: turnPages, run: deepPage },
    ofBrand: { run: (size) => list(size, { brandId: size.tenant.brandId }) },
    byStatus: { run: (size) => list(size, { status: 'SCHEDULED' }) },
  },
  calendar: {
    month: { run: (size) => calendar(size, {}) },
    ofBrand: { run: (size) => calendar(size, { brandId: size.tenant.brandId }) },
  },
}

/** Claiming a busy minute: deliveries on different accounts, beside everything that is over or lies ahead. */
export const claimCase: Case = {
  prepare: makeDue,
  async run({ context }) {
    const claimed = await claimDue(context.database.system, {
      platform: 'TWITTER',
      limit: 500,
      leaseSeconds: 300,
      worker: 'bench',
      suspects: false,
    })
    return claimed.length
  },
}

async function list(
  { context, tenant }: Size,
  filters: Partial<Parameters<typeof listPosts>[2]>,
): Promise<number> {
  const { items } = await listPosts(context, principalOf(tenant), { limit: 20, ...filters })
  return items.length
}

const cursors = new WeakMap<BigTenant, string>()

/** Turns to the tenth page of a hundred, once. */
async function turnPages({ context, tenant }: Size): Promise<void> {
  for (let number = cursors.has(tenant) ? pagesTurned : 0; number < pagesTurned; number += 1) {
    const cursor = cursors.get(tenant)
    const { meta } = await listPosts(context, principalOf(tenant), {
      limit: 100,
      ...(cursor !== undefined && { cursor }),
    })
    if (meta.nextCursor !== null) cursors.set(tenant, meta.nextCursor)
  }
}

function deepPage(size: Size): Promise<number> {
  const cursor = cursors.get(size.tenant)
  if (cursor === undefined) throw new Error('There are too few posts to turn pages.')
  return list(size, { cursor })
}

async function calendar(
  { context, tenant }: Size,
  filters: { readonly brandId?: string },
): Promise<number> {
  const { rows } = await calendarOf(context, principalOf(tenant), {
    month: new Date().toISOString().slice(0, 7),
    timezone: 'UTC',
    ...filters,
  })
  return rows.length
}

const scheduled = new WeakSet<Size>()

/** Takes back what the last round claimed; the first round schedules it, on accounts of all tenants. */
async function makeDue(size: Size): Promise<void> {
  await withClient(size.url, async (client) => {
    await client.query('set session_replication_role = replica')
    await client.query(
      `update social_posts set state = 'scheduled', next_at = due_at, lease_until = null, claim_count = 0
       where state = 'claimed'`,
    )
    await client.query('truncate delivery_events')
    if (scheduled.has(size)) return
    scheduled.add(size)
    await client.query(
      `with accounts as (
         select id, organization_id, brand_id, uuid_v7() as post_id from social_accounts
         order by md5(platform_user_id) limit $1
       ), posts_made as (
         insert into posts (id, organization_id, brand_id, content, status, scheduled_for)
         select post_id, organization_id, brand_id, 'Due', 'SCHEDULED', now() - interval '1 second' from accounts
       )
       insert into social_posts (organization_id, brand_id, post_id, social_account_id, platform, due_at,
         next_at, grace_until, content_hash)
       select organization_id, brand_id, post_id, id, 'TWITTER', now() - interval '1 second',
         now() - interval '1 second', now() + interval '6 hours', sha256(post_id::text::bytea)
       from accounts`,
      [due],
    )
  })
}

function principalOf(tenant: BigTenant): Principal {
  const { organizationId, userId, sessionId } = tenant
  const memberships = [
    { organizationId, role: 'OWNER', personal: true, tier: 'BUSINESS', brandIds: null },
  ] as const
  const credential = { kind: 'session', sessionId } as const
  const person = {
    userId,
    credential,
    email: 'owner-1@example.com',
    emailVerified: true,
    locale: null,
  }
  return makePrincipal({ ...person, memberships }, policies)
}
