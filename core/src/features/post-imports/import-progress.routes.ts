import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import {
  ImportedRow,
  ImportParams,
  ImportProgress,
  ImportRowsQuery,
  ImportsQuery,
} from './import-progress.schemas.ts'
import {
  getImport,
  importList,
  importRowList,
  listImportRows,
  listImports,
  presentImport,
  presentImportedRow,
} from './import-progress.service.ts'

const tags = ['Posts']

/** What becomes of imports that a job works through: below `/posts/imports`. */
export async function importProgressRoutes(app: App): Promise<void> {
  const { context } = app
  const secret = context.config.urlSecret

  app.get(
    '/posts/imports',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'listPostImports',
        summary: 'List your imports',
        description: 'Those of more than 100 rows, newest first. They are kept for 30 days.',
        tags,
        querystring: ImportsQuery,
        response: { 200: pageOf(ImportProgress), ...errorsOf('INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listImports(context, principal, request.query)
      const { limit } = request.query
      const { items, meta } = page(rows, { limit, secret, list: importList(principal) })
      return { data: items.map(presentImport), meta }
    },
  )

  app.get(
    '/posts/imports/:id',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'getPostImport',
        summary: 'See how far an import is',
        description:
          'One that you have asked for. Its rows say which of them were refused, and why.',
        tags,
        params: ImportParams,
        response: { 200: dataOf(ImportProgress), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => ({
      data: presentImport(await getImport(context, principalOf(request), request.params.id)),
    }),
  )

  app.get(
    '/posts/imports/:id/rows',
    {
      config: { permission: ['read', 'Post'] },
      schema: {
        operationId: 'listPostImportRows',
        summary: 'List the rows of an import',
        description:
          'In the order of the file, each with what became of it; `status=failed` lists those to mend.',
        tags,
        params: ImportParams,
        querystring: ImportRowsQuery,
        response: { 200: pageOf(ImportedRow), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { params, query } = request
      const rows = await listImportRows(context, principalOf(request), params.id, query)
      const list = importRowList(params.id, query.status)
      const { items, meta } = page(rows, { limit: query.limit, secret, list })
      return { data: items.map(presentImportedRow), meta }
    },
  )
}
