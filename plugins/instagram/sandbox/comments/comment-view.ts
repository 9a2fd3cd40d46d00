import { graphTime, present, type AskedField } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { repliesTo, type Comment } from './comment.ts'

/** A comment as the API shows it (instagram.md 9). Likes of comments are not emulated: nobody likes any. */
export function presentComment(
  context: EmulatorContext,
  comment: Comment,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const { author, parentId } = comment
  return present(
    {
      type: 'IGComment',
      id: comment.id,
      usual: ['timestamp', 'text'],
      values: {
        text: comment.text,
        username: author.username,
        from: { id: author.id, username: author.username },
        timestamp: graphTime(comment.createdAt),
        like_count: 0,
        hidden: comment.hidden,
        parent_id: parentId ?? undefined,
        media: { id: comment.mediaId },
        replies: ({ fields: asked }: AskedField) => {
          const data = repliesTo(context, comment)
          if (data.length === 0) return undefined
          return { data: data.map((reply) => presentComment(context, reply, asked)) }
        },
      },
    },
    fields,
  )
}
