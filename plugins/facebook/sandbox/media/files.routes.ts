import { storedFile, type EmulatorContext, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { sniff } from '@t21/meta-graph/sandbox'

const host = 'scontent.xx.fbcdn.net'

/** The pictures and videos to which answers point. */
export const fileRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host,
    path: '/v/:id',
    operation: 'media_file',
    handle: (request, context) => storedFile(context, request.params['id'] ?? '', sniff),
  },
]

/** Where the bytes of a photo or video are served. */
export function mediaUrl(context: EmulatorContext, id: string): string {
  return `${context.origin(host)}/v/${id}`
}
