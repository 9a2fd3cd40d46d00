import {
  absentFields,
  type AskedField,
  type FieldValues,
  findPage,
  findPlace,
  graphTime,
  present,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { commentSummary } from '../comments/comment-view.ts'
import { postNumbers } from '../insights/numbers.ts'
import { mediaUrl } from '../media/files.routes.ts'
import { isLive, type StoredPost } from './post.ts'

/** A post as the API shows it; without `fields` it is its message and when it was made. */
export function presentPost(
  context: EmulatorContext,
  post: StoredPost,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  return present(
    {
      type: 'PagePost',
      id: post.id,
      usual: ['created_time', 'message'],
      values: { ...contentOf(context, post), ...countersOf(context, post) },
    },
    fields,
  )
}

/** Where people see a post. */
export function permalinkOf(context: EmulatorContext, post: StoredPost): string {
  const [first] = post.media
  const handle = findPage(context, post.pageId)?.handle ?? post.pageId
  const number = post.id.split('_').at(-1) ?? post.id
  // Page videos show as reels today (facebook.md 2.4).
  if (post.kind === 'video' || post.kind === 'reel') {
    return `https://www.facebook.com/reel/${first?.id ?? number}/`
  }
  if (post.kind === 'story') return `https://www.facebook.com/stories/${post.pageId}/${number}`
  return `https://www.facebook.com/${handle}/posts/${number}`
}

function contentOf(context: EmulatorContext, post: StoredPost): FieldValues {
  const live = isLive(post, context.now().getTime())
  const page = findPage(context, post.pageId)
  const place = post.placeId === null ? undefined : findPlace(post.placeId)
  const [first] = post.media
  return {
    ...absentFields('event', 'icon', 'message_tags', 'parent_id', 'properties', 'story', 'to'),
    id: post.id,
    message: post.message ?? undefined,
    created_time: graphTime(post.at),
    updated_time: graphTime(Math.max(post.updatedAt, post.at)),
    permalink_url: permalinkOf(context, post),
    from: { id: post.pageId, name: page?.name ?? post.pageId },
    is_published: live,
    is_hidden: false,
    status_type: statusTypes[post.kind],
    scheduled_publish_time: post.state === 'scheduled' ? Math.floor(post.at / 1000) : undefined,
    full_picture: first?.kind === 'image' ? mediaUrl(context, first.id) : undefined,
    place:
      place === undefined
        ? undefined
        : { id: place.id, name: place.name, location: place.location },
    targeting: post.targeting ?? undefined,
    call_to_action: post.callToAction === null ? undefined : { type: post.callToAction },
    attachments: attachmentsOf(context, post),
  }
}

function countersOf(context: EmulatorContext, post: StoredPost): FieldValues {
  const numbers = () => postNumbers(context, post)
  return {
    // Absent when nought (facebook.md 6).
    shares: () => (numbers().shares === 0 ? undefined : { count: numbers().shares }),
    reactions: (field: AskedField) => summary(field, numbers().reactions),
    likes: (field: AskedField) => summary(field, numbers().likes),
    comments: (field: AskedField) => commentSummary(context, post.id, numbers().comments, field),
  }
}

/** Who reacted is not emulated; how many is. */
function summary(field: AskedField, total: number): object {
  const wanted = field.modifiers['summary']
  const shown = wanted === 'true' || wanted === '1' || wanted === 'total_count'
  return { data: [], ...(shown ? { summary: { total_count: total } } : {}) }
}

const statusTypes = {
  status: 'mobile_status_update',
  link: 'shared_story',
  photo: 'added_photos',
  album: 'added_photos',
  video: 'added_video',
  reel: 'added_video',
  story: 'added_photos',
} as const

function attachmentsOf(context: EmulatorContext, post: StoredPost): object | undefined {
  const items = post.media.map(({ id, kind }) => ({
    media_type: kind === 'image' ? 'photo' : 'video',
    type: kind === 'image' ? 'photo' : 'video_inline',
    target: { id, url: permalinkOf(context, post) },
    url: permalinkOf(context, post),
    ...(kind === 'image' ? { media: { image: { src: mediaUrl(context, id) } } } : {}),
  }))
  const [first, second] = items
  if (first === undefined) return linkAttachment(post)
  if (second === undefined) return { data: [first] }
  return {
    data: [
      {
        media_type: 'album',
        type: 'album',
        target: first.target,
        url: first.url,
        subattachments: { data: items },
      },
    ],
  }
}

function linkAttachment({ link }: StoredPost): object | undefined {
  if (link === null) return undefined
  const title = URL.parse(link)?.hostname ?? link
  return {
    data: [
      {
        media_type: 'link',
        type: 'share',
        target: { url: link },
        title,
        unshimmed_url: link,
        url: link,
      },
    ],
  }
}
