import { cutPage, invalidParameter, listAnswer, missingObject } from '@t21/meta-graph/sandbox'
import { findAccount } from '../accounts/account.ts'
import { accountInPath, endpoint, nodeOf, requirePublisher, type Call } from '../api/endpoint.ts'
import { refuseMagicWords } from '../api/errors.ts'
import { newId } from '../api/ids.ts'
import { pageLimits, textLimits } from '../api/limits.ts'
import { ownedComment, requireComment, requirePost } from '../posts/owned.ts'
import type { Post } from '../posts/post.ts'
import { tellOfComment } from '../webhooks/events.ts'
import { presentComment } from './comment-view.ts'
import { requireCommentText } from './comment-rules.ts'
import { addComment, commentsIn, commentsOn, repliesTo, type Comment } from './comment.ts'

/** Comments and their replies (instagram.md 2.5, 9). */
export const commentRoutes = [
  ...endpoint({
    method: 'POST',
    path: '/:node/comments',
    operation: 'create_comment',
    permissions: ['basic', 'comments'],
    handle(call) {
      const post = requirePost(call, nodeOf(call))
      // A story has no comments; those of others are replies by message.
      if (post.product === 'STORY') throw missingObject(post.id, call.request.method)
      return { status: 200, json: { id: writeComment(call, post, null).id } }
    },
  }),
  ...endpoint({
    method: 'POST',
    path: '/:node/replies',
    operation: 'reply_to_comment',
    permissions: ['basic', 'comments'],
    handle(call) {
      const comment = requireComment(call, nodeOf(call))
      const post = requirePost(call, comment.mediaId)
      // A reply to a reply lands under the comment on top.
      const parentId = comment.parentId ?? comment.id
      return { status: 200, json: { id: writeComment(call, post, parentId).id } }
    },
  }),
  ...endpoint({
    method: 'GET',
    path: '/:node/comments',
    operation: 'list_comments',
    permissions: ['basic', 'comments'],
    handle(call) {
      const post = requirePost(call, nodeOf(call))
      const all = commentsOn(call.context, post.id)
      return commentList(
        call,
        all.filter(({ parentId }) => parentId === null),
      )
    },
  }),
  ...endpoint({
    method: 'GET',
    path: '/:node/replies',
    operation: 'list_replies',
    permissions: ['basic', 'comments'],
    handle(call) {
      return commentList(call, repliesTo(call.context, requireComment(call, nodeOf(call))))
    },
  }),
  ...endpoint({
    method: 'POST',
    path: '/:node/messages',
    operation: 'private_reply',
    permissions: ['basic', 'comments'],
    handle(call) {
      accountInPath(call)
      const comment = addressee(call)
      commentsIn(call.context).set(comment.id, { ...comment, answered: true })
      const json = { recipient_id: comment.author.id, message_id: `m_${comment.id}` }
      return { status: 200, json }
    },
  }),
]

function writeComment(call: Call, post: Post, parentId: string | null): Comment {
  const { context, params } = call
  const author = findAccount(context, post.accountId)
  if (author === undefined) throw missingObject(post.id, call.request.method)
  requirePublisher(call, author)
  const text = params.require('message')
  requireCommentText(text)
  refuseMagicWords(text)
  if (!post.commentsEnabled) throw invalidParameter('Comments are turned off for this media')
  const comment: Comment = {
    id: newId(context, 'comment'),
    mediaId: post.id,
    ownerId: post.accountId,
    parentId,
    author: { id: author.id, username: author.username },
    text,
    createdAt: context.now().getTime(),
    hidden: false,
    answered: false,
  }
  addComment(context, comment)
  tellOfComment(context, comment)
  return comment
}

/** At most 50 of a page, and no choice of time. */
function commentList(call: Call, rows: readonly Comment[]) {
  const { context, params, request } = call
  const { usual, most } = pageLimits.comments
  if (Number(params.get('limit') ?? usual) > most) {
    throw invalidParameter(`Param limit must be at most ${most}`)
  }
  const page = cutPage({ rows, key: ({ id }) => id, params, request, context, usual })
  const data = page.rows.map((comment) => presentComment(context, comment, call.fields))
  return { status: 200, json: listAnswer(data, page.paging) }
}

/** Whom a private reply goes to: one for each comment, within seven days. @throws GraphRefusal 100 */
function addressee(call: Call): Comment {
  const id = textAt(call.params.json('recipient'), 'comment_id')
  const text = textAt(call.params.json('message'), 'text')
  const comment = ownedComment(call, id)
  if (comment === undefined) throw missingObject(id, call.request.method)
  if (text === '' || Buffer.byteLength(text) > textLimits.privateReply) {
    throw invalidParameter(`Param message.text may have 1 to ${textLimits.privateReply} bytes`)
  }
  const age = call.context.now().getTime() - comment.createdAt
  if (comment.answered || age > textLimits.privateReplyDays * 86_400_000) {
    throw invalidParameter('Param recipient.comment_id takes one private reply within 7 days')
  }
  return comment
}

function textAt(value: unknown, name: string): string {
  const found =
    typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)[name]
      : undefined
  return typeof found === 'string' ? found : ''
}
