import { storedFile } from '@t21/plugin-kit/sandbox'
import type { RoutesOf } from '../api/endpoint.ts'
import { fileNameOf, findMedia } from './media.ts'

/** The addresses at which files can be fetched. */
export const fileRoutes: RoutesOf = (instance) => [
  {
    method: 'GET',
    host: instance.host,
    path: '/system/media_attachments/files/:file',
    operation: 'media_file',
    async handle(request, context) {
      const file = request.params['file'] ?? ''
      const media = findMedia(context, file.split('.')[0] ?? '')
      if (media === undefined || file !== fileNameOf(media)) return { status: 404 }
      return await storedFile(context, media.id, () => media.mimeType)
    },
  },
]
