import { authorize, visible, type Principal } from '../../authz/principal.ts'
import type { Action } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { notFound } from '../../errors.ts'
import type { ApprovalRow } from './post-approval.model.ts'
import type { PostDraft } from './post-draft.ts'
import type { PostRow } from './post.presenter.ts'
import { joinMedia, postColumns, postPlace } from './post.queries.ts'

/** A post that is to be shown or changed. */
export interface LoadedPost {
  readonly row: PostRow
  readonly draft: PostDraft
  /** The accounts of its deliveries, without those that were called off. */
  readonly accountIds: readonly string[]
  /** What was said of its approval, oldest first. */
  readonly approvals: readonly ApprovalRow[]
}

interface Row extends PostRow {
  readonly fetched: Readonly<Record<string, string>> | null
  readonly account_ids: readonly string[] | null
  readonly approvals: readonly ApprovalRow[] | null
}

const byId = `select ${postColumns}, m.media_ids, m.alt_texts,
    (select json_object_agg(source_url, media_id) from post_media
     where post_id = p.id and organization_id = p.organization_id and source_url is not null) as fetched,
    (select array_agg(social_account_id order by id) from social_posts
     where post_id = p.id and organization_id = p.organization_id and state <> 'canceled') as account_ids,
    (select json_agg(json_build_object('step', a.step, 'userId', a.user_id, 'version', a.version,
       'comment', a.comment, 'allowDuplicate', a.allow_duplicate, 'at', a.created_at) order by a.id)
     from (select * from post_approvals
       where post_id = p.id and organization_id = p.organization_id order by id desc limit 100) a) as approvals
  from posts p ${joinMedia}
  where p.id = ? and `

/**
 * Reads a post that the principal may do this to.
 *
 * @throws ApiError NOT_FOUND, also for another tenant's; FORBIDDEN
 */
export async function loadPost(
  context: Context,
  principal: Principal,
  action: Action,
  id: string,
): Promise<LoadedPost> {
  const [readable, bindings] = visible(principal, 'read', 'Post', postPlace)
  const query = context.database.api.raw(byId + readable, [id, ...bindings])
  const [row] = await read<Row>(context.database, principal.organizationIds, query)
  if (row === undefined) throw notFound('Post')
  authorize(principal, action, 'Post', {
    organizationId: row.organization_id,
    brandId: row.brand_id,
  })
  return {
    row,
    draft: draftOf(row),
    accountIds: row.account_ids ?? [],
    approvals: row.approvals ?? [],
  }
}

function draftOf(row: Row): PostDraft {
  return {
    content: row.content,
    hashtags: row.hashtags,
    thread: row.thread,
    firstComment: row.first_comment,
    overrides: row.overrides,
    platforms: row.platforms,
    socialAccountIds: row.social_account_ids,
    imageUrls: row.image_urls,
    videoUrl: row.video_url,
    mediaIds: row.media_ids ?? [],
    altTexts: row.alt_texts ?? {},
    fetched: new Map(Object.entries(row.fetched ?? {})),
    aiGenerated: row.ai_generated,
    aiPrompt: row.ai_prompt,
    aiModel: row.ai_model,
  }
}
