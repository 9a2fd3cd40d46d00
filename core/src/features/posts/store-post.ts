import type { Knex } from 'knex'
import { notFound } from '../../errors.ts'
import { mediaUsesOf } from './draft-media.ts'
import type { PostDraft } from './post-draft.ts'
import type { PostRow } from './post.presenter.ts'
import { postColumns } from './post.queries.ts'

const contentColumns = [
  'content',
  'image_urls',
  'video_url',
  'hashtags',
  'thread',
  'first_comment',
  'overrides',
  'platforms',
  'social_account_ids',
  'ai_generated',
  'ai_prompt',
  'ai_model',
] as const

const casts: Readonly<Partial<Record<(typeof contentColumns)[number], string>>> = {
  image_urls: 'text[]',
  hashtags: 'text[]',
  platforms: 'text[]',
  social_account_ids: 'uuid[]',
  thread: 'jsonb',
  overrides: 'jsonb',
}

const contentValues = contentColumns
  .map((column) => `cast(:${column} as ${casts[column] ?? 'text'})`)
  .join(', ')
  .replace('cast(:ai_generated as text)', 'cast(:ai_generated as boolean)')

const columns = postColumns.replaceAll('p.', 'post.')

/**
 * The media of the draft beside its post, in the post's own statement. Locked against deletion until the
 * commit; what went since it was looked up is missing in `placed`.
 */
const withMedia = `, used as (
    select u.*, p.id as post_id, p.organization_id from post p,
      jsonb_to_recordset(cast(:media as jsonb))
        as u(platform text, part int, position int, media_id uuid, alt_text text, source_url text)
  ), usable as (
    select id from media where status = 'ready' and organization_id = :organization_id
      and id in (select media_id from used) for key share
  ), placed as (
    insert into post_media
      (post_id, organization_id, platform, part, position, media_id, alt_text, source_url)
    select post_id, organization_id, platform, part, position, media_id, alt_text, source_url
    from used where media_id in (select id from usable)
    returning 1
  )
  select ${columns}, (select count(*) from placed) as placed from post`

/** Most posts have none, and then it need not be planned. */
const withoutMedia = ` select ${columns}, 0 as placed from post`

const insertSql = `with post as (
    insert into posts
      (organization_id, brand_id, user_id, status, scheduled_for, ${contentColumns.join(', ')})
    values (:organization_id, :brand_id, :user_id, :status, :scheduled_for, ${contentValues})
    returning *
  )`

const updateSql = `with post as (
    update posts set (${contentColumns.join(', ')}, scheduled_for, version)
      = row(${contentValues}, cast(:scheduled_for as timestamptz), version + 1)
    where id = :id and organization_id = :organization_id
    returning *
  )`

/**
 * Stores a new post and its media in one statement.
 *
 * @throws ApiError NOT_FOUND for a medium that was deleted meanwhile
 */
export async function insertPost(
  transaction: Knex.Transaction,
  post: {
    readonly organizationId: string
    readonly brandId: string
    readonly userId: string
    /** Where there are deliveries, what `refreshPostStatus` would derive of them. */
    readonly status: 'DRAFT' | 'SCHEDULED' | 'PENDING_APPROVAL'
    readonly scheduledFor: Date | null
    readonly draft: PostDraft
  },
): Promise<PostRow> {
  return run(transaction, insertSql, post.draft, {
    organization_id: post.organizationId,
    brand_id: post.brandId,
    user_id: post.userId,
    status: post.status,
    scheduled_for: post.scheduledFor,
  })
}

/**
 * Stores a changed post and its media; its version rises.
 *
 * @throws ApiError NOT_FOUND for a medium that was deleted meanwhile
 */
export async function updatePost(
  transaction: Knex.Transaction,
  post: {
    readonly id: string
    readonly organizationId: string
    readonly scheduledFor: Date | null
    readonly draft: PostDraft
  },
): Promise<PostRow> {
  await transaction('post_media')
    .where({ post_id: post.id, organization_id: post.organizationId })
    .delete()
  return run(transaction, updateSql, post.draft, {
    id: post.id,
    organization_id: post.organizationId,
    scheduled_for: post.scheduledFor,
  })
}

async function run(
  transaction: Knex.Transaction,
  sql: string,
  draft: PostDraft,
  keys: Record<string, Knex.Value>,
): Promise<PostRow> {
  const media = mediaRowsOf(draft)
  const statement = `${sql}${media.length === 0 ? withoutMedia : withMedia}`
  const values = {
    ...keys,
    content: draft.content,
    image_urls: [...draft.imageUrls],
    video_url: draft.videoUrl,
    hashtags: [...draft.hashtags],
    thread: JSON.stringify(draft.thread),
    first_comment: draft.firstComment,
    overrides: JSON.stringify(draft.overrides),
    platforms: [...draft.platforms],
    social_account_ids: draft.socialAccountIds === null ? null : [...draft.socialAccountIds],
    ai_generated: draft.aiGenerated,
    ai_prompt: draft.aiPrompt,
    ai_model: draft.aiModel,
    media: JSON.stringify(media),
  }
  const { rows } = await transaction.raw<{ rows: (PostRow & { readonly placed: number })[] }>(
    statement,
    values,
  )
  const [row] = rows
  if (row === undefined) throw notFound('Post')
  if (row.placed !== media.length) throw notFound('Media')
  return { ...row, media_ids: draft.mediaIds, alt_texts: draft.altTexts }
}

function mediaRowsOf(draft: PostDraft): Record<string, unknown>[] {
  const addresses = new Map([...draft.fetched].map(([url, id]) => [id, url]))
  return mediaUsesOf(draft).flatMap(({ source, part, mediaIds }) =>
    mediaIds.map((id, position) => ({
      platform: source,
      part,
      position,
      media_id: id,
      alt_text: draft.altTexts[id] ?? null,
      source_url: source === '' && part === 0 ? (addresses.get(id) ?? null) : null,
    })),
  )
}
