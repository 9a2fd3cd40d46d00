import multipart from '@fastify/multipart'
import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { maxBytes } from './csv-rows.ts'
import { ImportProgress } from './import-progress.schemas.ts'
import { getImport, presentImport } from './import-progress.service.ts'
import { ImportAnswer, ImportQuery, importTemplate } from './post-imports.schemas.ts'
import { importPosts } from './post-imports.service.ts'
import { fileOf } from './uploaded-file.ts'

const tags = ['Posts']
const bodies = {
  'text/csv': { schema: { type: 'string' } },
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    },
  },
}

/** Posts from files: below `/posts`. */
export async function postImportsRoutes(app: App): Promise<void> {
  const { context } = app
  app.addContentTypeParser<Buffer>(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    (_request, body, done) => done(null, body),
  )
  await app.register(multipart, { limits: { files: 1, parts: 10, fileSize: maxBytes } })

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
        operation: { requestBody: { required: true, content: bodies } },
      },
      bodyLimit: maxBytes,
      schema: {
        operationId: 'importPosts',
        summary: 'Import posts from a CSV file',
        description:
          'A dry run unless `dryRun=false`. The file is sent as it is, or as the part `file` of a form. It is UTF-8, separated by commas, semicolons or tabs; columns: `content`, `scheduledFor` (ISO 8601, or `YYYY-MM-DD HH:mm` in `timezone`), `platforms`, `hashtags`, `imageUrls` (lists, separated by spaces or `|`), `firstComment`, `brandId`. Up to 100 rows are counted and refused as in `createPosts`, named by their line in the file. More, up to 10,000 and 5 MB, are worked through by a job: the answer is 202 with an import, whose rows say what became of each. What `all_or_nothing` then means is in `docs/scheduling.md`.',
        tags,
        querystring: ImportQuery,
        response: {
          200: ImportAnswer,
          202: dataOf(ImportProgress),
          ...errorsOf(
            'MALFORMED_REQUEST',
            'VALIDATION_ERROR',
            'FORBIDDEN',
            'NOT_FOUND',
            'BULK_REFUSED',
            'QUOTA_EXCEEDED',
            'PAYLOAD_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
          ),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { query } = request
      const made = await importPosts(context, principal, await fileOf(request), query)
      if ('begun' in made) {
        const begun = await getImport(context, principal, made.begun)
        return reply.code(202).send({ data: presentImport(begun) })
      }
      const { rows } = made
      const failed = rows.filter(({ status }) => status === 'failed').length
      const { dryRun } = query
      return { data: rows, meta: { dryRun, succeeded: rows.length - failed, failed } }
    },
  )
}
