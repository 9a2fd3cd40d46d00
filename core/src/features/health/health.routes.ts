import type { App } from '../../http/app-instance.ts'
import { HealthView, ProbeView } from './health.schemas.ts'
import { makeHealthCheck } from './health.service.ts'

const config = { permission: 'public', unlimited: true } as const
const tags = ['System']

/** How the server is, for people, monitors and orchestrators: at the root, for everybody. */
export async function healthRoutes(app: App): Promise<void> {
  const check = makeHealthCheck(app.context)

  app.get(
    '/health',
    {
      config,
      schema: {
        operationId: 'getHealth',
        summary: 'How the server is',
        description:
          'Part by part. 200 where requests can be served, else 503. Watch `status`: it leaves `ok` as soon as any part needs a person, for instance because no worker lives.',
        tags,
        response: { 200: HealthView, 503: HealthView },
      },
    },
    async (_request, reply) => {
      const health = await check()
      return reply.code(health.ready ? 200 : 503).send(health)
    },
  )

  app.get(
    '/health/live',
    {
      config,
      schema: {
        operationId: 'getLiveness',
        summary: 'Whether the process answers',
        description: 'For an orchestrator that restarts what does not answer. Asks nothing else.',
        tags,
        response: { 200: ProbeView },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/health/ready',
    {
      config,
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether requests can be served',
        description: 'For a load balancer. 503 while the database is away or older than the code.',
        tags,
        response: { 200: ProbeView, 503: ProbeView },
      },
    },
    async (_request, reply) => {
      const { ready } = await check()
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'down' })
    },
  )
}
