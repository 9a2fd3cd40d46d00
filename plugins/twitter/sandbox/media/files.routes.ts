import { storedFile, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { fileNameOf } from './file-names.ts'
import { findMedia } from './media-store.ts'

/** The pictures and videos to which `includes.media` points. */
export const fileRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'pbs.twimg.com',
    path: '/media/:file',
    operation: 'media_file',
    async handle(request, context) {
      const file = request.params['file'] ?? ''
      const media = findMedia(context, file.split('.')[0] ?? '')
      if (media === undefined || file !== fileNameOf(media.id, media.mediaType)) {
        return { status: 404 }
      }
      return await storedFile(context, media.id, () => media.mediaType)
    },
  },
]
