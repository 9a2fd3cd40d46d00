import { buildApp } from '../../core/src/app.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import { testContext, type TestAppOptions } from './app.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** The real server with a route that takes JSON and one that needs a login. */
export async function echoApp(t: Teardown, options: TestAppOptions = {}): Promise<App> {
  const { context } = await testContext(t, options)
  const app = await buildApp(context)
  const body = {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: { name: { type: 'string' } },
  }
  const tags = ['System']
  app.post(
    '/v1/echo',
    { config: { permission: 'public' }, schema: { operationId: 'echo', tags, body } },
    async (request) => ({ data: request.body }),
  )
  app.get(
    '/v1/secrets/:id',
    { config: { permission: 'self' }, schema: { operationId: 'secret', tags } },
    async () => ({ data: 'secret' }),
  )
  app.get(
    '/v1/broken',
    { config: { permission: 'public' }, schema: { operationId: 'broken', tags } },
    async () => {
      throw new Error('a detail of the inside')
    },
  )
  t.teardown(() => app.close())
  await app.ready()
  return app
}
