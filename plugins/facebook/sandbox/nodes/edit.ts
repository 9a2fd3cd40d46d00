import {
  invalidParameter,
  requireScope,
  type Caller,
  type GraphCall,
} from '@t21/meta-graph/sandbox'
import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { asPage, requirePublisher, type PageCall } from '../api/page-call.ts'
import { postLimits } from '../api/limits.ts'
import { keepComment, type StoredComment } from '../comments/comment.ts'
import { keepVideo, type StoredVideo } from '../media/video.ts'
import { keepPost } from '../posts/post-store.ts'
import { isLive, type StoredPost } from '../posts/post.ts'
import { requireWindow } from '../posts/schedule.ts'
import { checkedText, requirePace } from '../posts/text-rules.ts'
import { announceChange, announceComment, announcePost } from '../webhooks/announce.ts'
import { nodeOf } from './node.ts'

/** `POST /{id}`: a post's text and time, a video's words, a comment (facebook.md 9). @throws GraphRefusal */
export function editNode(call: GraphCall<Caller>): EmulatorResponse {
  const pageCall = asPage(call)
  const id = call.request.params['node'] ?? ''
  const node = nodeOf(call.context, pageCall.page, id, 'POST')
  switch (node.type) {
    case 'post':
      editPost(pageCall, node.post)
      break
    case 'video':
      editVideo(pageCall, node.video)
      break
    case 'comment':
      editComment(pageCall, node.comment)
      break
    case 'photo':
      throw invalidParameter('A photo cannot be changed')
  }
  return { status: 200, json: { success: true } }
}

function editPost(call: PageCall, post: StoredPost): void {
  const { context, params, page } = call
  requirePublisher(call)
  const message = checkedText('message', params.get('message'))
  const publish = params.flag('is_published')
  const time = params.time('scheduled_publish_time')
  if (message === null && publish === undefined && time === undefined) {
    throw invalidParameter('You must provide message, is_published or scheduled_publish_time')
  }
  const now = context.now().getTime()
  const changed = { ...post, message: message ?? post.message, updatedAt: now }
  if (publish === true && !isLive(post, now)) {
    requirePace(context, page)
    const live: StoredPost = { ...changed, state: 'published', at: now, listedAt: now }
    keepPost(context, live)
    announcePost(context, page, live)
    return
  }
  if (time !== undefined) {
    if (isLive(post, now)) throw invalidParameter('You cannot schedule a published post')
    requireWindow(now, time, postLimits.scheduleMostSeconds)
    keepPost(context, { ...changed, state: 'scheduled', at: time, listedAt: time })
    return
  }
  if (publish === false && isLive(post, now)) {
    throw invalidParameter('A published post cannot be unpublished')
  }
  keepPost(context, changed)
  if (isLive(post, now)) announceChange(context, page, changed, 'edited')
}

function editVideo(call: PageCall, video: StoredVideo): void {
  const { context, params } = call
  requirePublisher(call)
  const title = checkedText('title', params.get('title'))
  const description = checkedText('description', params.get('description'))
  if (title === null && description === null) {
    throw invalidParameter('You must provide title or description')
  }
  const { finish } = video
  if (finish === null) throw invalidParameter('The video is not finished')
  keepVideo(context, {
    ...video,
    finish: {
      ...finish,
      title: title ?? finish.title,
      description: description ?? finish.description,
    },
  })
}

function editComment(call: PageCall, comment: StoredComment): void {
  const { context, params, page, caller } = call
  requireScope(caller, 'pages_manage_engagement')
  const hidden = params.flag('is_hidden')
  const message = checkedText('message', params.get('message'))
  if (hidden === undefined && message === null) {
    throw invalidParameter('You must provide message or is_hidden')
  }
  const changed = {
    ...comment,
    message: message ?? comment.message,
    hidden: hidden ?? comment.hidden,
  }
  keepComment(context, changed)
  if (message !== null) announceComment(context, page, changed, 'edited')
  if (hidden !== undefined) announceComment(context, page, changed, hidden ? 'hide' : 'unhide')
}
