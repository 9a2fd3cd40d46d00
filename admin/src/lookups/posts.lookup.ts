import { postStatuses } from '@t21/core/console'
import { byId, byParent, byTimeOfId, byWord } from './filters.ts'
import { Lookup } from './lookup.ts'
import { postDetails } from './post-details.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly organization_name: string
  readonly brand_id: string
  readonly brand_name: string
  readonly user_id: string | null
  readonly status: string
  readonly platforms: readonly string[]
  readonly scheduled_for: Date | null
  readonly published_at: Date | null
  readonly ai_generated: boolean
  readonly created_at: Date
}

/** What people wrote, and where it goes. What it says is shown with one record only. */
export const posts = new Lookup<Row>({
  id: 'posts',
  label: 'Posts',
  group: 'Publishing',
  icon: 'Edit',
  subject: 'Post',
  title: 'id',
  empty: 'Nobody has written a post yet.',
  name: (_shown, { content }) => excerptOf(String(content)) || 'A post without text',
  idColumn: 'posts.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  page: 'PostPage',
  fields: {
    status: {
      values: postStatuses,
      filter: byWord('posts.status', postStatuses),
      component: 'StateBadge',
    },
    platforms: { label: 'Networks', component: 'NetworkName' },
    organizationId: {
      label: 'Organization',
      type: 'uuid',
      filter: byId('posts.organization_id'),
      component: 'RecordLink',
    },
    brandId: {
      label: 'Brand',
      type: 'uuid',
      filter: byParent('posts', 'brand_id', 'brands'),
      component: 'RecordLink',
    },
    scheduledFor: { label: 'Scheduled for', type: 'datetime', component: 'When' },
    createdAt: {
      label: 'Written',
      type: 'datetime',
      // Ids rise with time, and are in every index.
      sort: 'posts.id',
      filter: byTimeOfId('posts.id'),
      component: 'When',
    },
    publishedAt: { label: 'Published', type: 'datetime', component: 'When', inList: false },
    userId: {
      label: 'Author',
      type: 'uuid',
      filter: byId('posts.user_id'),
      component: 'RecordLink',
      inList: false,
    },
    aiGenerated: { label: 'Written by AI', type: 'boolean', inList: false },
    id: { type: 'uuid', filter: byId('posts.id'), inList: false },
  },
  countedWithoutJoins: true,
  query: (knex) =>
    knex('posts')
      .leftJoin('organizations', 'organizations.id', 'posts.organization_id')
      .leftJoin('brands', 'brands.id', 'posts.brand_id')
      .select(
        'posts.id',
        'posts.organization_id',
        'organizations.name as organization_name',
        'posts.brand_id',
        'brands.name as brand_name',
        'posts.user_id',
        'posts.status',
        'posts.platforms',
        'posts.scheduled_for',
        'posts.published_at',
        'posts.ai_generated',
        'posts.created_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    brandId: row.brand_id,
    brandName: row.brand_name,
    userId: row.user_id,
    status: row.status,
    platforms: row.platforms.join(', '),
    scheduledFor: row.scheduled_for?.toISOString() ?? null,
    publishedAt: row.published_at?.toISOString() ?? null,
    aiGenerated: row.ai_generated,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId, userId }) => ({
    organizationId: String(organizationId),
    userId: typeof userId === 'string' ? userId : null,
  }),
  details: postDetails,
})

/** The first words of a text, on one line. */
function excerptOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 70 ? line : `${line.slice(0, 68).replace(/\S*$/, '')}…`
}
