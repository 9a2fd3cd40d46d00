import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import type { Sandbox } from '../sandbox.ts'
import { promptly } from '../webhooks/delivery.ts'
import { registerCallback } from '../webhooks/register-callback.ts'
import { networkNamed } from './network-query.ts'
import { Refusal } from './refusal.ts'

const Callback = Type.Object(
  { url: Type.Union([Type.Null(), Type.String({ format: 'uri', pattern: '^https?://' })]) },
  { additionalProperties: false },
)

const WantedDelivery = Type.Object(
  {
    hold: Type.Optional(Type.Boolean()),
    copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    lose: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    delaySeconds: Type.Optional(Type.Number({ minimum: 0, maximum: 31_536_000 })),
    scatterMilliseconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
  },
  { additionalProperties: false },
)

/** `/_control/webhooks`: the callbacks, as an app's settings page at the network would have them, and what was sent. */
export function webhookRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const { webhooks } = sandbox

  app.get('/_control/webhooks', async () => ({
    data: {
      callbacks: Object.fromEntries(webhooks.callbacks),
      deliveries: Object.fromEntries(webhooks.deliveries),
      sent: webhooks.sent(),
    },
  }))

  app.put<{ Params: { network: string }; Body: Static<typeof Callback> }>(
    '/_control/webhooks/:network',
    { schema: { body: Callback } },
    async (request) => {
      const { url } = request.body
      networkNamed(sandbox, request.params.network)
      if (!(await registerCallback(sandbox, request.params.network, url ?? undefined))) {
        throw new Refusal(`${url} did not answer the network's handshake as it must.`, {
          status: 422,
          code: 'HANDSHAKE_FAILED',
        })
      }
      return { data: { network: request.params.network, url } }
    },
  )

  app.put<{ Params: { network: string }; Body: Static<typeof WantedDelivery> }>(
    '/_control/webhooks/:network/delivery',
    { schema: { body: WantedDelivery } },
    async (request) => {
      const { network } = request.params
      networkNamed(sandbox, network)
      const delivery = { ...promptly, ...request.body }
      webhooks.deliver(network, delivery)
      return { data: { network, delivery } }
    },
  )

  app.post<{ Params: { id: string } }>('/_control/webhooks/:id/repeat', async (request) => {
    if (!webhooks.repeat(request.params.id)) {
      const message = `No webhook "${request.params.id}" was sent, or it is too long ago.`
      throw new Refusal(message, { status: 404, code: 'NOT_FOUND' })
    }
    return { data: { repeated: request.params.id } }
  })
}
