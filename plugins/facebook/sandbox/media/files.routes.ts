import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { sniff } from '@t21/meta-graph/sandbox'

const host = 'scontent.xx.fbcdn.net'

/** The pictures and videos to which answers point. */
export const fileRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host,
    path: '/v/:id',
    operation: 'media_file',
    async handle(request, context) {
      const bytes = await context.store.getBytes(request.params['id'] ?? '')
      if (bytes === undefined) return { status: 404 }
      const type = sniff(bytes) ?? 'application/octet-stream'
      return { status: 200, headers: { 'content-type': type }, bytes }
    },
  },
]

/** Where the bytes of a photo or video are served. */
export function mediaUrl(context: EmulatorContext, id: string): string {
  return `${context.origin(host)}/v/${id}`
}
