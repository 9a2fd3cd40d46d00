import {
  absentFields,
  findPage,
  graphTime,
  present,
  type AskedField,
  type Caller,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { commentsOf, type StoredComment } from './comment.ts'

/**
 * A comment as the API shows it. Without `pages_read_user_content` nobody learns from whom it is
 * (facebook.md 9).
 */
export function presentComment(
  context: EmulatorContext,
  comment: StoredComment,
  fields: readonly AskedField[] | undefined,
  caller?: Caller,
): Record<string, unknown> {
  const named =
    caller !== undefined &&
    caller.kind !== 'app' &&
    caller.grant.scopes.includes('pages_read_user_content')
  const page = findPage(context, comment.pageId)
  const answers = commentsOf(context, comment.postId).filter(
    ({ parentId }) => parentId === comment.id,
  )
  return present(
    {
      type: 'Comment',
      id: comment.id,
      usual: ['created_time', 'from', 'message'],
      values: {
        ...absentFields('message_tags', 'object', 'private_reply_conversation'),
        id: comment.id,
        message: comment.message ?? '',
        from: named ? { id: comment.pageId, name: page?.name ?? comment.pageId } : undefined,
        created_time: graphTime(comment.createdAt),
        parent: comment.parentId === comment.postId ? undefined : { id: comment.parentId },
        permalink_url: permalinkOf(comment),
        is_hidden: comment.hidden,
        like_count: comment.liked ? 1 : 0,
        user_likes: comment.liked,
        comment_count: answers.length,
        can_remove: true,
        attachment:
          comment.attachment === null
            ? undefined
            : { type: 'photo', url: comment.attachment, target: { url: comment.attachment } },
      },
    },
    fields,
  )
}

/** Where people see a comment. */
export function permalinkOf({ id, postId }: StoredComment): string {
  const [, comment = ''] = id.split('_')
  return `https://www.facebook.com/${postId.replace('_', '/posts/')}?comment_id=${comment}`
}

/** The field `comments` of a post: `comments.limit(0).summary(true)` (facebook.md 6). @param total everybody's */
export function commentSummary(
  context: EmulatorContext,
  postId: string,
  total: number,
  field: AskedField,
): object {
  const limit = Number(field.modifiers['limit'] ?? '25')
  const data = commentsOf(context, postId)
    .filter((comment) => comment.parentId === postId)
    .slice(0, limit)
    .map((comment) => presentComment(context, comment, field.fields))
  const wanted = field.modifiers['summary']
  const shown = wanted === 'true' || wanted === '1' || wanted === 'total_count'
  const summary = { order: 'chronological', total_count: total, can_comment: true }
  return { data, ...(shown ? { summary } : {}) }
}
