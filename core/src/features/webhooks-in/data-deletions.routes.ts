import { Type } from 'typebox'
import type { App } from '../../http/app-instance.ts'
import { pagePolicy } from '../../http/html-page.ts'
import { dataDeletionPage } from './data-deletion.page.ts'
import { findDeletionRequest } from './deletion-requests.ts'
import { DataDeletionParams } from './webhooks.schemas.ts'

const Page = { content: { 'text/html': { schema: Type.String() } } }

/** Where a person sees how far the deletion of their data is. */
export async function dataDeletionsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/data-deletions/:code',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'getDataDeletion',
        summary: 'See how far a deletion of data is',
        description:
          'For browsers only. Networks give this address to people who asked them that their data be deleted.',
        tags: ['Webhooks'],
        params: DataDeletionParams,
        response: {
          200: { description: 'How far it is.', ...Page },
          404: { description: 'There is no such request.', ...Page },
        },
      },
    },
    async (request, reply) => {
      const found = await findDeletionRequest(context, request.params.code)
      const platform = found?.platform ?? ''
      const network = context.plugins.connectors.get(platform)?.displayName ?? platform
      return reply
        .code(found === undefined ? 404 : 200)
        .headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .header('content-security-policy', pagePolicy)
        .send(dataDeletionPage(found, network))
    },
  )
}
