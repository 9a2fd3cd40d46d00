import fastify, { type FastifyInstance } from 'fastify'
import { webhookRoutes } from './control/webhooks.routes.ts'
import { eventRoutes } from './control/events.routes.ts'
import { faultRoutes } from './control/faults.routes.ts'
import { inspectionRoutes } from './control/inspection.routes.ts'
import { answerErrors, Refusal } from './control/refusal.ts'
import { settingsRoutes } from './control/settings.routes.ts'
import { createDoor, firstSegment } from './networks/door.ts'
import { mailHtmlRoutes } from './outbox/mail-html.routes.ts'
import { mailRoutes } from './outbox/mail.routes.ts'
import { assetRoutes } from './pages/assets.ts'
import { pageRoutes } from './pages/page.routes.ts'
import type { Sandbox } from './sandbox.ts'
import { mediaRoutes } from './wall/media.routes.ts'

/** Everything that the sandbox serves, in view: the emulated hosts behind the door, and its own routes. */
export async function createApp(sandbox: Sandbox): Promise<FastifyInstance> {
  const app = fastify({
    serverFactory: (ownPages) => createDoor(sandbox, ownPages),
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 2000 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
  })
  answerErrors(app)
  app.setNotFoundHandler((request) => {
    throw nothingUnder(sandbox, firstSegment(request.url))
  })

  pageRoutes(app, sandbox)
  mediaRoutes(app, sandbox)
  await assetRoutes(app, sandbox)
  mailRoutes(app, sandbox)
  mailHtmlRoutes(app, sandbox)
  faultRoutes(app, sandbox)
  settingsRoutes(app, sandbox)
  inspectionRoutes(app, sandbox)
  webhookRoutes(app, sandbox)
  eventRoutes(app, sandbox)
  return app
}

function nothingUnder(sandbox: Sandbox, segment: string): Refusal {
  const hosts = [...sandbox.hosts.keys()].sort()
  const mounted = hosts.length === 0 ? 'No host is mounted' : `Mounted are: ${hosts.join(', ')}`
  const message = `Nothing is mounted under "/${segment}". ${mounted}.`
  return new Refusal(message, { status: 404, code: 'NOT_FOUND' })
}
