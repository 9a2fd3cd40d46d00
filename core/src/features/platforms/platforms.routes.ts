import { Type } from 'typebox'
import type { App } from '../../http/app-instance.ts'
import { dataOf } from '../../http/envelope.ts'
import { apiVersionOf } from '../../plugins/registry.ts'
import { presentPlatform } from './platform.presenter.ts'
import { PlatformView } from './platforms.schemas.ts'

/** What can be published to, and what each network takes. */
export async function platformsRoutes(app: App): Promise<void> {
  const { plugins } = app.context

  app.get(
    '/platforms',
    {
      config: { permission: 'public' },
      schema: {
        operationId: 'listPlatforms',
        summary: 'List the platforms',
        description:
          'Every installed connector: whether it is ready, and the limits and options of its network.',
        tags: ['Platforms'],
        response: { 200: dataOf(Type.Array(PlatformView)) },
      },
    },
    async () => ({
      data: plugins.records
        .filter(({ kind }) => kind === 'connector')
        .map((record) => {
          const connector = [...plugins.connectors.values()].find(({ id }) => id === record.id)
          const ready = connector && plugins.ready(connector.platform)
          return presentPlatform(record, connector, ready ? apiVersionOf(ready) : null)
        }),
    }),
  )
}
