import {
  cutPage,
  graphRoute,
  invalidParameter,
  listAnswer,
  missingObject,
  requireScope,
  type Caller,
  type GraphCall,
} from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { graphHost, pageCaller, requireReader, type PageCaller } from '../api/page-call.ts'
import { refuseBlockedPage } from '../api/traits.ts'
import { fetchBytes } from '../media/picture-file.ts'
import { settleVideos } from '../media/video-publication.ts'
import { findPost } from '../posts/post-store.ts'
import { isLive } from '../posts/post.ts'
import { checkedText } from '../posts/text-rules.ts'
import { announceComment } from '../webhooks/announce.ts'
import { addComment, commentsOf, findComment, keepComment, type StoredComment } from './comment.ts'
import { presentComment } from './comment-view.ts'

/** Comments of a post and answers to them (facebook.md 2.7 and 9). A video's are those of its post. */
export const commentRoutes: readonly EmulatorRoute[] = [
  graphRoute(graphHost, {
    method: 'POST',
    path: '/:node/comments',
    operation: 'create_comment',
    handle: createComment,
  }),
  graphRoute(graphHost, {
    method: 'GET',
    path: '/:node/comments',
    operation: 'comments',
    handle: listComments,
  }),
  graphRoute(graphHost, {
    method: 'POST',
    path: '/:node/likes',
    operation: 'like_comment',
    handle(call) {
      const caller = pageCaller(call.caller)
      requireScope(caller, 'pages_manage_engagement')
      const id = call.request.params['node'] ?? ''
      const comment = findComment(call.context, id)
      if (comment === undefined) throw missingObject(id, 'POST')
      keepComment(call.context, { ...comment, liked: true })
      return { status: 200, json: { success: true } }
    },
  }),
]

async function createComment(call: GraphCall<Caller>) {
  const { context, params } = call
  const caller = pageCaller(call.caller)
  requireScope(caller, 'pages_manage_engagement')
  refuseBlockedPage(caller.page)
  const above = subjectOf(call, caller)
  const message = checkedText('message', params.get('message'))
  const attachment = await readAttachment(call)
  if (message === null && attachment === null) {
    throw invalidParameter('You must provide message, attachment_id, attachment_url or source')
  }
  const comment = addComment(context, { ...above, pageId: caller.page.id, message, attachment })
  announceComment(context, caller.page, comment, 'add')
  return { status: 200, json: presentComment(context, comment, call.fields ?? [], caller) }
}

function listComments(call: GraphCall<Caller>) {
  const { context, params, request, fields } = call
  const caller = pageCaller(call.caller)
  requireReader(caller)
  const { postId, parentId } = subjectOf(call, caller)
  const all = commentsOf(context, postId)
  const stream = params.get('filter') === 'stream' && parentId === postId
  const shown = stream ? all : all.filter((comment) => comment.parentId === parentId)
  const rows = params.get('order') === 'reverse_chronological' ? [...shown].reverse() : shown
  const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
  const data = cut.rows.map((comment) => presentComment(context, comment, fields, caller))
  return { status: 200, json: listAnswer(data, cut.paging) }
}

/** What is commented on: a live post of the page, or a comment below one. Answers to answers stay on one level. */
function subjectOf(
  { context, request }: GraphCall<Caller>,
  { page }: PageCaller,
): Pick<StoredComment, 'postId' | 'parentId'> {
  settleVideos(context)
  const id = request.params['node'] ?? ''
  const comment = findComment(context, id)
  const post = findPost(context, comment?.postId ?? id)
  const seen = post !== undefined && isLive(post, context.now().getTime()) && post.kind !== 'story'
  if (!seen || post.pageId !== page.id) throw missingObject(id, request.method)
  if (comment === undefined) return { postId: post.id, parentId: post.id }
  const top = comment.parentId === post.id ? comment.id : comment.parentId
  return { postId: post.id, parentId: top }
}

async function readAttachment({ context, params }: GraphCall<Caller>): Promise<string | null> {
  const url = params.get('attachment_url')
  if (url !== undefined) {
    await fetchBytes(context, url)
    return url
  }
  return params.get('attachment_id') ?? params.file('source')?.filename ?? null
}
