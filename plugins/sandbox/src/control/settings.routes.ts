import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import type { Sandbox } from '../sandbox.ts'
import { networksNamed } from './network-query.ts'

const Latency = Type.Object(
  { milliseconds: Type.Integer({ minimum: 0, maximum: 600_000 }) },
  { additionalProperties: false },
)
const tenYears = 10 * 366 * 24 * 60 * 60
const Advance = Type.Object(
  { advanceSeconds: Type.Number({ minimum: 0, maximum: tenYears }) },
  { additionalProperties: false },
)
const Reset = Type.Union([
  Type.Null(),
  Type.Object({ network: Type.Optional(Type.String()) }, { additionalProperties: false }),
])

/** Latency, time and reset. */
export function settingsRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const { settings, clock } = sandbox

  app.post<{ Body: Static<typeof Latency> }>(
    '/_control/latency',
    { schema: { body: Latency } },
    async (request) => {
      settings.latencyMilliseconds = request.body.milliseconds
      return { data: { milliseconds: settings.latencyMilliseconds } }
    },
  )

  app.post<{ Body: Static<typeof Advance> }>(
    '/_control/time',
    { schema: { body: Advance } },
    async (request) => {
      clock.advance(request.body.advanceSeconds)
      sandbox.webhooks.wake()
      // Time alone makes posts visible and metrics grow.
      for (const network of sandbox.networks.keys()) sandbox.changes.announce(network)
      return { data: { now: clock.now().toISOString(), aheadSeconds: clock.aheadSeconds() } }
    },
  )

  app.post<{ Body: Static<typeof Reset> }>(
    '/_control/reset',
    { schema: { body: Reset } },
    async (request) => {
      const network = request.body?.network
      const emptied = networksNamed(sandbox, network)
      for (const { store } of emptied) await store.clear()
      sandbox.faults.clear(network)
      sandbox.requests.clear(network)
      if (network === undefined) await resetTheRest(sandbox)
      return { data: { networks: emptied.map(({ emulator }) => emulator.network) } }
    },
  )
}

async function resetTheRest(sandbox: Sandbox): Promise<void> {
  await sandbox.mailbox.clear()
  sandbox.webhooks.clear()
  sandbox.clock.reset()
  sandbox.settings.latencyMilliseconds = 0
}
