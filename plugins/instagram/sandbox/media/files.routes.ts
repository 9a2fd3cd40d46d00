import { storedFile, type EmulatorContext, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { sniff } from '@t21/meta-graph/sandbox'
import { postsIn } from '../posts/post.ts'

const host = 'scontent.cdninstagram.com'

/** `media_url` of a picture or video. */
export function mediaAddress(context: EmulatorContext, bytesId: string): string {
  return `${context.origin(host)}/media/${bytesId}`
}

/** `thumbnail_url` of a video. */
export function thumbnailAddress(context: EmulatorContext, mediaId: string): string {
  return `${context.origin(host)}/thumbnails/${mediaId}`
}

/** The files that answers point to. */
export const fileRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host,
    path: '/media/:id',
    operation: 'media_file',
    handle: (request, context) => storedFile(context, request.params['id'] ?? '', sniff),
  },
  {
    method: 'GET',
    host,
    path: '/thumbnails/:id',
    operation: 'media_file',
    async handle(request, context) {
      const id = request.params['id'] ?? ''
      const items = [...postsIn(context).values()].flatMap(({ media }) => media)
      const item = items.find((one) => one.id === id)
      if (item === undefined) return { status: 404 }
      const cover = item.coverId === null ? undefined : await context.store.getBytes(item.coverId)
      if (cover !== undefined) {
        return { status: 200, headers: { 'content-type': 'image/jpeg' }, bytes: cover }
      }
      // Nobody here decodes videos: a dark frame with a triangle stands for any.
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="160"><rect width="90" height="160" fill="#222"/><path d="M33 62v36l28-18z" fill="#fff"/></svg>'
      return { status: 200, headers: { 'content-type': 'image/svg+xml' }, bytes: Buffer.from(svg) }
    },
  },
]
