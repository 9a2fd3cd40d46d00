import type { WallMedia } from '@t21/plugin-kit/sandbox'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../control/refusal.ts'
import { publishedOn, type Network } from '../networks/network.ts'
import type { Sandbox } from '../sandbox.ts'
import { byteRange } from './byte-range.ts'
import { safeType } from './safe-type.ts'

/** `/_media/:network/:id`: the pictures, videos and documents of published posts. */
export function mediaRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Params: { network: string; id: string } }>(
    '/_media/:network/:id',
    async (request, reply) => {
      const network = sandbox.networks.get(request.params.network)
      const media = network && publishedFile(network, request.params.id)
      const bytes = await network?.store.getBytes(request.params.id)
      if (media === undefined || bytes === undefined) {
        const message = 'No published post has this picture, video or document.'
        throw new Refusal(message, { status: 404, code: 'NOT_FOUND' })
      }
      const range = byteRange(request.headers.range, bytes.length)
      reply
        .type(safeType(media.mimeType, bytes))
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('accept-ranges', 'bytes')
      if (media.kind === 'document') reply.header('content-disposition', 'attachment')
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

type PublishedFile = Pick<WallMedia, 'kind' | 'mimeType'>

/** Of a cover and of a link's picture, nobody has said the type: their bytes tell it. */
const untold: PublishedFile = { kind: 'image', mimeType: '' }

function publishedFile(network: Network, id: string): PublishedFile | undefined {
  for (const { media, link } of publishedOn(network)) {
    const found = media.find((item) => item.id === id)
    if (found !== undefined) return found
    if (link?.imageId === id || media.some(({ posterId }) => posterId === id)) return untold
  }
  return undefined
}
