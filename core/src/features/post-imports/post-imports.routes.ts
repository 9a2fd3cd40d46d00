import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import { ApiError } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf } from '../../http/envelope.ts'
import { maxBytes } from './csv-rows.ts'
import { ImportAnswer, ImportQuery, importTemplate } from './post-imports.schemas.ts'
import { importPosts } from './post-imports.service.ts'

const tags = ['Posts']
const csv = { 'text/csv': { schema: { type: 'string' } } }

/** Posts from files: below `/posts`. */
export async function postImportsRoutes(app: App): Promise<void> {
  const { context } = app
  app.addContentTypeParser<Buffer>(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    (_request, body, done) => done(null, body),
  )

  app.get(
    '/posts/import/template',
    {
      config: { permission: ['create', 'Post'] },
      schema: {
        operationId: 'getImportTemplate',
        summary: 'Get a CSV file to begin with',
        description: 'All columns with two examples; only `content` is required.',
        tags,
        response: {
          200: { description: 'The file.', content: { 'text/csv': { schema: Type.String() } } },
          ...errorsOf('FORBIDDEN'),
        },
      },
    },
    async (_request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="t21-posts.csv"')
        .serializer((body: string) => body)
        .send(importTemplate),
  )

  app.post(
    '/posts/import',
    {
      config: {
        permission: ['create', 'Post'],
        rawBody: true,
        operation: { requestBody: { required: true, content: csv } },
      },
      bodyLimit: maxBytes,
      schema: {
        operationId: 'importPosts',
        summary: 'Import posts from a CSV file',
        description:
          'A dry run unless `dryRun=false`. The file is UTF-8, separated by commas, semicolons or tabs; columns: `content`, `scheduledFor` (ISO 8601, or `YYYY-MM-DD HH:mm` in `timezone`), `platforms`, `hashtags`, `imageUrls` (lists, separated by spaces or `|`), `firstComment`, `brandId`. A dry run takes up to 10,000 rows and 5 MB, an import up to 100 rows. Rows are counted and refused as in `createPosts`, named by their line in the file.',
        tags,
        querystring: ImportQuery,
        response: {
          200: ImportAnswer,
          ...errorsOf(
            'MALFORMED_REQUEST',
            'VALIDATION_ERROR',
            'FORBIDDEN',
            'BULK_REFUSED',
            'PAYLOAD_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
          ),
        },
      },
    },
    async (request) => {
      const rows = await importPosts(
        context,
        principalOf(request),
        fileOf(request.body),
        request.query,
      )
      const failed = rows.filter(({ status }) => status === 'failed').length
      const { dryRun } = request.query
      return { data: rows, meta: { dryRun, succeeded: rows.length - failed, failed } }
    },
  )
}

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE for JSON, which is read for all routes */
function fileOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body
  if (body === undefined || body === null) return Buffer.alloc(0)
  throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the file itself, as text/csv.')
}
