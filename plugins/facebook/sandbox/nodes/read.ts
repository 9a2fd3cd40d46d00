import {
  absentFields,
  type Caller,
  findPage,
  findPlace,
  type GraphCall,
  graphTime,
  missingObject,
  type Page,
  present,
  presentablePlace,
  presentPage,
  refusal,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { pageCaller, requireReader } from '../api/page-call.ts'
import { sandboxApp } from '../api/sandbox-app.ts'
import { presentComment } from '../comments/comment-view.ts'
import { mediaUrl } from '../media/files.routes.ts'
import type { StoredPhoto } from '../media/photo.ts'
import { polled } from '../media/video-processing.ts'
import { presentVideo } from '../media/video-view.ts'
import { findVideo, keepVideo } from '../media/video.ts'
import { presentPost } from '../posts/post-view.ts'
import { nodeOf } from './node.ts'

/** `GET /{id}`: whatever has the id. @throws GraphRefusal */
export function readNode(call: GraphCall<Caller>): EmulatorResponse {
  return { status: 200, json: presentNode(call) }
}

function presentNode(call: GraphCall<Caller>): object {
  const { context, caller, fields } = call
  const id = call.request.params['node'] ?? ''
  if (id === 'me' || (caller.kind !== 'app' && id === caller.user.id)) return presentMe(call)
  const page = findPage(context, id)
  if (page !== undefined) {
    const known = caller.kind !== 'app' && caller.grant.pageIds.includes(page.id)
    if (!known) throw missingObject(id, 'GET')
    return presentPage(sandboxApp, context, page, caller, fields)
  }
  const place = findPlace(id)
  if (place !== undefined) return present(presentablePlace(place), fields)
  return presentContent(call, id)
}

function presentMe({ caller, context, fields }: GraphCall<Caller>): object {
  if (caller.kind === 'page') return presentPage(sandboxApp, context, caller.page, caller, fields)
  if (caller.kind === 'app') {
    throw refusal({
      message: 'An active access token must be used to query information about the current user.',
      code: 2500,
    })
  }
  const { id, name } = caller.user
  const [first] = name.split(' ')
  const picture = { data: { url: `${context.origin('scontent.xx.fbcdn.net')}/avatars/${id}.svg` } }
  const values = { ...absentFields('email'), id, name, first_name: first, picture }
  return present({ type: 'User', id, values, usual: ['name'] }, fields)
}

function presentContent(call: GraphCall<Caller>, id: string): object {
  const { context, fields } = call
  const caller = pageCaller(call.caller)
  requireReader(caller)
  helpOn(context, caller.page, id)
  const node = nodeOf(context, caller.page, id, 'GET')
  switch (node.type) {
    case 'post':
      return presentPost(context, node.post, fields)
    case 'photo':
      return presentPhoto(call, node.photo)
    case 'comment':
      return presentComment(context, node.comment, fields, caller)
    case 'video':
      return presentVideo(context, node.video, fields)
  }
}

/** To ask after a video is to help it on; a fault of the question hits it before it comes out, not after. */
function helpOn(context: EmulatorContext, page: Page, id: string): void {
  const video = findVideo(context, id)
  if (video?.pageId === page.id) keepVideo(context, polled(context, video))
}

function presentPhoto({ context, fields }: GraphCall<Caller>, photo: StoredPhoto): object {
  const { id, width, height } = photo
  const source = mediaUrl(context, id)
  const values = {
    ...absentFields('album', 'event', 'place', 'target'),
    id,
    name: photo.caption ?? undefined,
    alt_text_custom: photo.altText ?? undefined,
    alt_text: photo.altText ?? undefined,
    created_time: graphTime(photo.createdAt),
    width,
    height,
    link: `https://www.facebook.com/photo.php?fbid=${id}`,
    page_story_id: photo.postId ?? undefined,
    images: [{ source, width, height }],
    picture: source,
    from: { id: photo.pageId },
  }
  return present({ type: 'Photo', id, values, usual: ['created_time', 'name'] }, fields)
}
