import { byId, byParent, byTimeOfId } from './filters.ts'
import { Lookup } from './lookup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly organization_name: string
  readonly brand_id: string | null
  readonly brand_name: string | null
  readonly user_id: string | null
  readonly status: string
  readonly original_name: string
  readonly mime_type: string
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly duration_ms: number | null
  readonly created_at: Date
}

/** Files of customers' libraries: what is known of them, and not what is in them. */
export const media = new Lookup<Row>({
  id: 'media',
  label: 'Media',
  group: 'Publishing',
  icon: 'Image',
  subject: 'Media',
  title: 'id',
  empty: 'Nobody has uploaded a picture or a film yet.',
  name: ({ name }) => (typeof name === 'string' ? name : ''),
  idColumn: 'media.id',
  sortedBy: { field: 'createdAt', direction: 'desc' },
  fields: {
    name: {},
    status: { component: 'StateBadge' },
    type: {},
    size: { label: 'Bytes', type: 'number' },
    dimensions: { label: 'Pixels' },
    organizationId: {
      label: 'Organization',
      type: 'uuid',
      filter: byId('media.organization_id'),
      component: 'RecordLink',
    },
    createdAt: {
      label: 'Uploaded',
      type: 'datetime',
      // Ids rise with time, and are in every index.
      sort: 'media.id',
      filter: byTimeOfId('media.id'),
      component: 'When',
    },
    seconds: { type: 'number', inList: false },
    brandId: {
      label: 'Brand',
      type: 'uuid',
      filter: byParent('media', 'brand_id', 'brands'),
      component: 'RecordLink',
      inList: false,
    },
    userId: {
      label: 'Uploaded by',
      type: 'uuid',
      filter: byId('media.user_id'),
      component: 'RecordLink',
      inList: false,
    },
    id: { type: 'uuid', filter: byId('media.id'), inList: false },
  },
  countedWithoutJoins: true,
  query: (knex) =>
    knex('media')
      .leftJoin('organizations', 'organizations.id', 'media.organization_id')
      .leftJoin('brands', 'brands.id', 'media.brand_id')
      .select(
        'media.id',
        'media.organization_id',
        'organizations.name as organization_name',
        'media.brand_id',
        'brands.name as brand_name',
        'media.user_id',
        'media.status',
        'media.original_name',
        'media.mime_type',
        'media.size',
        'media.width',
        'media.height',
        'media.duration_ms',
        'media.created_at',
      ),
  present: (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    brandId: row.brand_id,
    brandName: row.brand_name,
    userId: row.user_id,
    name: row.original_name,
    status: row.status,
    type: row.mime_type,
    size: row.size,
    dimensions: row.width === null ? null : `${row.width} × ${row.height}`,
    seconds: row.duration_ms === null ? null : row.duration_ms / 1_000,
    createdAt: row.created_at.toISOString(),
  }),
  concerns: ({ organizationId, userId }) => ({
    organizationId: String(organizationId),
    userId: typeof userId === 'string' ? userId : null,
  }),
})
