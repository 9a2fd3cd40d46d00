import { mostRows, mostThings, shownRow, type Part } from './part.ts'

/** An organization's brands. */
export const brandsOf: Part = {
  id: 'brands',
  title: 'Brands',
  subjects: ['Brand'],
  of: 'organization',
  lookup: 'brands',
  columns: [
    { field: 'name', label: 'Name' },
    { field: 'createdAt', label: 'Since', as: 'time' },
  ],
  empty: 'They have made no brand yet: without one, nothing can be posted.',
  async rows({ knex, customer }) {
    const rows = await knex('brands')
      .where('organization_id', customer.organizationId)
      .orderBy('id', 'desc')
      .limit(mostThings)
      .select({ id: 'id', name: 'name', createdAt: 'created_at' })
    return rows.map(shownRow)
  },
}

/** The accounts on networks, and how they are. */
export const accountsOf: Part = {
  id: 'accounts',
  title: 'Accounts on networks',
  subjects: ['SocialAccount'],
  of: 'organization',
  lookup: 'social-accounts',
  columns: [
    { field: 'username', label: 'Account' },
    { field: 'platform', label: 'Network', as: 'network' },
    { field: 'status', label: 'Status', as: 'state' },
    { field: 'why', label: 'Why' },
    { field: 'tokenExpiresAt', label: 'Access ends', as: 'time' },
    { field: 'pausedUntil', label: 'Paused until', as: 'time' },
  ],
  empty: 'No account is connected: nothing can go out.',
  async rows({ knex, customer }) {
    const rows = await knex('social_accounts')
      .where('organization_id', customer.organizationId)
      .orderBy('id', 'desc')
      .limit(mostThings)
      .select({
        id: 'id',
        username: 'username',
        platform: 'platform',
        status: 'status',
        tokenExpiresAt: 'token_expires_at',
        pausedUntil: 'paused_until',
      })
      .select(knex.raw(`coalesce(status_reason, paused_because) as why`))
    return rows.map(shownRow)
  },
}

/** The last posts. */
export const postsOf: Part = {
  id: 'posts',
  title: 'Last posts',
  subjects: ['Post'],
  of: 'organization',
  lookup: 'posts',
  columns: [
    { field: 'content', label: 'Text' },
    { field: 'status', label: 'Status', as: 'state' },
    { field: 'scheduledFor', label: 'Planned for', as: 'time' },
    { field: 'createdAt', label: 'Written', as: 'time' },
  ],
  empty: 'They have not written a post yet.',
  async rows({ knex, customer }) {
    const rows = await knex('posts')
      .where('organization_id', customer.organizationId)
      .orderBy('id', 'desc')
      .limit(mostRows)
      .select({
        id: 'id',
        status: 'status',
        scheduledFor: 'scheduled_for',
        createdAt: 'created_at',
      })
      .select(knex.raw(`left(content, 80) as content`))
    return rows.map(shownRow)
  },
}

/** What became of them. */
export const deliveriesOf: Part = {
  id: 'deliveries',
  title: 'Last deliveries',
  subjects: ['Delivery'],
  of: 'organization',
  lookup: 'deliveries',
  columns: [
    { field: 'platform', label: 'Network', as: 'network' },
    { field: 'account', label: 'Account' },
    { field: 'state', label: 'State', as: 'state' },
    { field: 'why', label: 'Why' },
    { field: 'dueAt', label: 'Due', as: 'time' },
    { field: 'publishedAt', label: 'Published', as: 'time' },
  ],
  empty: 'Nothing was sent to a network, or waits to be.',
  async rows({ knex, customer }) {
    const rows = await knex('social_posts as d')
      .join('social_accounts as a', 'a.id', 'd.social_account_id')
      .where('d.organization_id', customer.organizationId)
      .orderBy('d.id', 'desc')
      .limit(mostRows)
      .select({
        id: 'd.id',
        platform: 'd.platform',
        account: 'a.username',
        state: 'd.state',
        dueAt: 'd.due_at',
        publishedAt: 'd.published_at',
      })
      .select(knex.raw(`d.error ->> 'code' as why`))
    return rows.map(shownRow)
  },
}
