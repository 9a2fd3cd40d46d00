import { socialAccountStatuses } from '@t21/core/console'
import { byId, byParent, byText, byTextInAnyCase, byTimeOfId, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly organization_name: string
  readonly brand_id: string
  readonly brand_name: string
  readonly platform: string
  readonly platform_user_id: string
  readonly username: string
  readonly display_name: string | null
  readonly profile_url: string | null
  readonly status: string
  readonly status_reason: string | null
  readonly token_expires_at: Date | null
  readonly token_refreshed_at: Date | null
  readonly renewable: boolean
  readonly refresh_expires_at: Date | null
  readonly paused_until: Date | null
  readonly paused_because: string | null
  readonly last_sync_at: Date | null
  readonly connected_at: Date
  readonly created_at: Date
}

// Trouble first.
const statuses = socialAccountStatuses.toReversed()

/** Accounts of networks, and how they are. Of their tokens only how long they live. */
export const socialAccounts = new Lookup<Row>({
  id: 'social-accounts',
  label: 'Accounts',
  group: 'Publishing',
  icon: 'AtSign',
  subject: 'SocialAccount',
  title: 'username',
  empty:
    'No customer has connected an account of a network yet. Where that fails, look at the plugin of the network.',
  idColumn: 'social_accounts.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    status: {
      values: statuses,
      filter: byWord('social_accounts.status', statuses),
      component: 'StateBadge',
    },
    platform: {
      label: 'Network',
      filter: byText('social_accounts.platform'),
      component: 'NetworkName',
    },
    username: { label: 'Account', filter: byTextInAnyCase('social_accounts.username') },
    organizationId: {
      label: 'Organization',
      type: 'uuid',
      filter: byId('social_accounts.organization_id'),
      component: 'RecordLink',
    },
    brandId: {
      label: 'Brand',
      type: 'uuid',
      filter: byParent('social_accounts', 'brand_id', 'brands'),
      component: 'RecordLink',
    },
    pausedUntil: { label: 'Paused until', type: 'datetime', component: 'When' },
    createdAt: {
      label: 'First connected',
      type: 'datetime',
      // Ids rise with time, and are in every index.
      sort: 'social_accounts.id',
      filter: byTimeOfId('social_accounts.id'),
      component: 'When',
    },
    statusReason: { label: 'Why', inList: false },
    pausedBecause: { label: 'Paused because', inList: false },
    tokenExpiresAt: {
      label: 'Token lives until',
      type: 'datetime',
      component: 'When',
      inList: false,
    },
    renewable: { label: 'T21 renews it', type: 'boolean', inList: false },
    tokenRefreshedAt: { label: 'Last renewed', type: 'datetime', component: 'When', inList: false },
    refreshExpiresAt: {
      label: 'Can be renewed until',
      type: 'datetime',
      component: 'When',
      inList: false,
    },
    lastSyncAt: { label: 'Last looked at', type: 'datetime', component: 'When', inList: false },
    connectedAt: { label: 'Last connected', type: 'datetime', component: 'When', inList: false },
    displayName: { label: 'Name', inList: false },
    profileUrl: { label: 'At the network', component: 'OutsideLink', inList: false },
    platformUserId: {
      label: 'Id at the network',
      filter: byText('social_accounts.platform_user_id'),
      inList: false,
    },
    id: { type: 'uuid', filter: byId('social_accounts.id'), inList: false },
  },
  countedWithoutJoins: true,
  query: (knex) =>
    knex('social_accounts')
      .leftJoin('organizations', 'organizations.id', 'social_accounts.organization_id')
      .leftJoin('brands', 'brands.id', 'social_accounts.brand_id')
      .select(
        'social_accounts.id',
        'social_accounts.organization_id',
        'organizations.name as organization_name',
        'social_accounts.brand_id',
        'brands.name as brand_name',
        'social_accounts.platform',
        'social_accounts.platform_user_id',
        'social_accounts.username',
        'social_accounts.display_name',
        'social_accounts.profile_url',
        'social_accounts.status',
        'social_accounts.status_reason',
        'social_accounts.token_expires_at',
        'social_accounts.token_refreshed_at',
        knex.raw('social_accounts.refresh_token is not null as renewable'),
        'social_accounts.refresh_expires_at',
        'social_accounts.paused_until',
        'social_accounts.paused_because',
        'social_accounts.last_sync_at',
        'social_accounts.connected_at',
        'social_accounts.created_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    brandId: row.brand_id,
    brandName: row.brand_name,
    platform: row.platform,
    platformUserId: row.platform_user_id,
    username: row.username,
    displayName: row.display_name,
    profileUrl: row.profile_url,
    status: row.status,
    statusReason: row.status_reason,
    tokenExpiresAt: row.token_expires_at?.toISOString() ?? null,
    tokenRefreshedAt: row.token_refreshed_at?.toISOString() ?? null,
    renewable: row.renewable,
    refreshExpiresAt: row.refresh_expires_at?.toISOString() ?? null,
    pausedUntil: row.paused_until?.toISOString() ?? null,
    pausedBecause: row.paused_because,
    lastSyncAt: row.last_sync_at?.toISOString() ?? null,
    connectedAt: row.connected_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId }) => ({ organizationId: String(organizationId) }),
})
