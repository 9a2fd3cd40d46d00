import type { WallMedia } from '@t21/plugin-kit/sandbox'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../control/refusal.ts'
import { publishedOn, type Network } from '../networks/network.ts'
import type { Sandbox } from '../sandbox.ts'
import { byteRange } from './byte-range.ts'

/** `/_media/:network/:id`: the pictures and videos of published posts. */
export function mediaRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Params: { network: string; id: string } }>(
    '/_media/:network/:id',
    async (request, reply) => {
      const network = sandbox.networks.get(request.params.network)
      const media = network && publishedMedia(network, request.params.id)
      const bytes = await network?.store.getBytes(request.params.id)
      if (media === undefined || bytes === undefined) {
        const message = 'No published post has this picture or video.'
        throw new Refusal(message, { status: 404, code: 'NOT_FOUND' })
      }
      const range = byteRange(request.headers.range, bytes.length)
      reply
        .type(harmlessType(media.mimeType))
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('accept-ranges', 'bytes')
      if (range === undefined) return reply.send(bytes)
      if (range === 'unsatisfiable') {
        return reply.code(416).header('content-range', `bytes */${bytes.length}`).send()
      }
      return reply
        .code(206)
        .header('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`)
        .send(bytes.subarray(range.start, range.end + 1))
    },
  )
}

function publishedMedia(network: Network, id: string): WallMedia | undefined {
  for (const post of publishedOn(network)) {
    const found = post.media.find((media) => media.id === id)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whatever a client claimed to upload, a browser is only ever told of a picture or a video. */
function harmlessType(mimeType: string): string {
  return /^(image|video)\/[a-z0-9.+-]+$/i.test(mimeType) ? mimeType : 'application/octet-stream'
}
