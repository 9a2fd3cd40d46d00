import { Readable } from 'node:stream'
import { StorageObjectMissing } from '@t21/plugin-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { notFound } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { parseRange } from './byte-range.ts'
import { mediaFormats } from './media.formats.ts'
import { fileOf } from './media-file.ts'
import type { Media } from './media.model.ts'
import { filenameOf } from './media.presenter.ts'
import { loadMedia } from './media.queries.ts'
import { MediaFileQuery, MediaParams } from './media.schemas.ts'
import { isSignedMediaUrl } from './media.urls.ts'

const Bytes = {
  content: Object.fromEntries(
    mediaFormats.map(({ mimeType }) => [
      mimeType,
      { schema: Type.Unsafe<Readable>({ type: 'string', format: 'binary' }) },
    ]),
  ),
}

/** The bytes of media, for whoever has a signed address: browsers, and networks that fetch. */
export async function mediaFilesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/media/files/:id',
    {
      // The address is a secret of its own, and a page of the library asks for twenty of them at once.
      config: { permission: 'public', unlimited: true },
      schema: {
        operationId: 'getMediaFile',
        summary: 'Get the bytes of a medium',
        description:
          'Take the address from `url`, `thumbnailUrl` or `GET /v1/media/{id}/signed-url`; it cannot be put together. Ranges are answered. An address that is expired or changed is not found.',
        tags: ['Media'],
        params: MediaParams,
        querystring: MediaFileQuery,
        response: {
          200: { description: 'The file.', ...Bytes },
          206: { description: 'The range that was asked for.', ...Bytes },
          302: Type.Null({ description: 'It is at this address of the storage, by ranges too.' }),
          304: Type.Null({ description: 'You have it already.' }),
          416: Type.Null({ description: 'The range lies behind the end.' }),
          ...errorsOf('NOT_FOUND', 'VALIDATION_ERROR'),
        },
      },
    },
    async (request, reply) => {
      const { organization: organizationId, signature, ...claims } = request.query
      const mediaId = request.params.id
      const signed = { ...claims, organizationId, mediaId }
      if (!isSignedMediaUrl(context.config, signed, signature)) throw notFound('Media')
      const [media] = await loadMedia(context, [organizationId], [mediaId])
      const file = media && (await fileOf(context, media, claims.variant))
      if (media === undefined || file === undefined) throw notFound('Media')
      const { key, size, mimeType } = file
      const etag = `"${media.sha256.toString('base64url').slice(0, 22)}-${claims.variant}"`
      void reply.headers({
        ...safetyHeaders,
        'content-type': mimeType,
        'content-disposition': dispositionOf(media, claims),
        'cache-control': `private, max-age=${secondsUntil(claims.expires)}, immutable`,
        // What a picture on a page has left in the browser's cache may not be read by the page.
        vary: 'Origin, Sec-Fetch-Mode',
        'accept-ranges': 'bytes',
        etag,
      })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(null)
      const { direct } = context.storage
      // A signature of the storage is for reading, and not for asking how long it is.
      if (direct !== undefined && request.method === 'GET') {
        const seconds = Math.max(1, Math.min(secondsUntil(claims.expires), mostSeconds))
        const disposition = dispositionOf(media, claims)
        const { origin, 'sec-fetch-mode': mode } = request.headers
        const reads = origin !== undefined || mode === 'cors'
        // The storage says nothing about origins to who only shows a picture; a page that read that from its cache would be refused.
        const cacheControl = reads ? 'no-store' : `private, max-age=${seconds}, immutable`
        const options = { seconds, mimeType, disposition, cacheControl }
        const location = await direct.readUrl(key, options)
        return reply.code(302).removeHeader('content-type').header('location', location).send(null)
      }
      return sendBytes(request, reply, { key, size, etag })
    },
  )

  async function sendBytes(
    request: FastifyRequest,
    reply: FastifyReply,
    { key, size, etag }: { readonly key: string; readonly size: number; readonly etag: string },
  ): Promise<FastifyReply> {
    const ifRange = request.headers['if-range']
    const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined
    const range = parseRange(asked, size)
    if (range === 'unsatisfiable') {
      return reply
        .code(416)
        .removeHeader('content-type')
        .header('content-range', `bytes */${size}`)
        .send()
    }
    const { start, end } = range === 'whole' ? { start: 0, end: size } : range
    if (range !== 'whole') {
      void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`)
    }
    void reply.header('content-length', end - start)
    if (request.method === 'HEAD') return reply.send(Readable.from([]))
    return reply.send(await open(key, start, end))
  }

  async function open(key: string, start: number, end: number): Promise<Readable> {
    try {
      return await context.storage.read(key, start, end)
    } catch (error) {
      if (error instanceof StorageObjectMissing) throw notFound('Media')
      throw error
    }
  }
}

/** The longest signature of S3 and its like: a week. */
const mostSeconds = 604_800

/** A file of a user is never a page of ours, whatever a browser makes of its bytes. */
const safetyHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  // The web app and others show it on pages of their own.
  'cross-origin-resource-policy': 'cross-origin',
}

function dispositionOf(
  media: Media,
  claims: { readonly variant: string; readonly disposition: string },
): string {
  if (claims.variant === 'thumbnail') return 'inline'
  // RFC 6266: a name of ours for old clients, the user's own in the encoded form for all others.
  const name = encodeURIComponent(media.originalName).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${claims.disposition}; filename="${filenameOf(media)}"; filename*=UTF-8''${name}`
}

function secondsUntil(expires: number): number {
  return Math.max(0, expires - Math.ceil(Date.now() / 1_000))
}
