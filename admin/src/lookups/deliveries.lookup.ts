import { deliveryStates, type DeliveryError } from '@t21/core/console'
import { deliveryDetails } from './delivery-details.ts'
import { byId, byText, byTime, byWord } from './filters.ts'
import { begunBetween } from './figure-filters.ts'
import { Lookup } from './lookup.ts'
import { byRemotePost } from './remote-post.filter.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly organization_name: string
  readonly post_id: string
  readonly social_account_id: string
  readonly username: string
  readonly platform: string
  readonly state: string
  readonly fence: number
  readonly error: DeliveryError | null
  readonly due_at: Date
  readonly next_at: Date | null
  readonly started_at: Date | null
  readonly published_at: Date | null
  readonly retry_count: number
  readonly platform_post_id: string | null
  readonly platform_url: string | null
  readonly created_at: Date
}

/** One post to one account, and how it fares. */
export const deliveries = new Lookup<Row>({
  id: 'deliveries',
  label: 'Deliveries',
  group: 'Publishing',
  icon: 'Send',
  subject: 'Delivery',
  title: 'id',
  empty: 'Nothing has been scheduled yet. A post that is has one delivery for each account.',
  name: ({ platform, username }, { network = platform }) =>
    `${String(network)} · ${String(username)}`,
  idColumn: 'social_posts.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  page: 'DeliveryPage',
  fields: {
    state: {
      values: deliveryStates,
      filter: byWord('social_posts.state', deliveryStates),
      component: 'StateBadge',
    },
    platform: {
      label: 'Network',
      filter: byText('social_posts.platform'),
      component: 'NetworkName',
    },
    username: { label: 'Account' },
    organizationId: {
      label: 'Organization',
      type: 'uuid',
      filter: byId('social_posts.organization_id'),
      component: 'RecordLink',
    },
    problem: {},
    dueAt: {
      label: 'Due',
      type: 'datetime',
      sort: 'social_posts.due_at',
      filter: byTime('social_posts.due_at'),
      component: 'When',
    },
    createdAt: {
      label: 'Scheduled at',
      type: 'datetime',
      // Ids rise with time, and are in every index.
      sort: 'social_posts.id',
      component: 'When',
      inList: false,
    },
    nextAt: { label: 'Next', type: 'datetime', component: 'When', inList: false },
    begunAt: {
      label: 'First attempt began',
      type: 'datetime',
      filter: begunBetween,
      component: 'When',
      inList: false,
    },
    publishedAt: { label: 'Published', type: 'datetime', component: 'When', inList: false },
    retries: { label: 'Attempts after the first', type: 'number', inList: false },
    postId: {
      label: 'Post',
      type: 'uuid',
      filter: byId('social_posts.post_id'),
      component: 'RecordLink',
      inList: false,
    },
    socialAccountId: {
      label: 'Account (id)',
      type: 'uuid',
      filter: byId('social_posts.social_account_id'),
      component: 'RecordLink',
      inList: false,
    },
    remotePost: {
      label: 'Id or address at the network',
      filter: byRemotePost,
      inList: false,
    },
    url: { label: 'At the network', inList: false },
    id: { type: 'uuid', filter: byId('social_posts.id'), inList: false },
  },
  countedWithoutJoins: true,
  query: (knex) =>
    knex('social_posts')
      .leftJoin('social_accounts', 'social_accounts.id', 'social_posts.social_account_id')
      .leftJoin('organizations', 'organizations.id', 'social_posts.organization_id')
      .select(
        'social_posts.id',
        'social_posts.organization_id',
        'organizations.name as organization_name',
        'social_posts.post_id',
        'social_posts.social_account_id',
        'social_accounts.username',
        'social_posts.platform',
        'social_posts.state',
        'social_posts.fence',
        'social_posts.error',
        'social_posts.due_at',
        'social_posts.next_at',
        'social_posts.started_at',
        'social_posts.published_at',
        'social_posts.retry_count',
        'social_posts.platform_post_id',
        'social_posts.platform_url',
        'social_posts.created_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    postId: row.post_id,
    socialAccountId: row.social_account_id,
    username: row.username,
    platform: row.platform,
    state: row.state,
    // What somebody decides is about this version of it.
    version: row.fence,
    problem: row.error?.code ?? null,
    dueAt: row.due_at.toISOString(),
    nextAt: row.next_at?.toISOString() ?? null,
    begunAt: row.retry_count === 0 ? (row.started_at?.toISOString() ?? null) : null,
    publishedAt: row.published_at?.toISOString() ?? null,
    retries: row.retry_count,
    remotePost: row.platform_post_id,
    url: row.platform_url,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId }) => ({ organizationId: String(organizationId) }),
  details: deliveryDetails,
})
