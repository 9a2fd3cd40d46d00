import { faultNames } from '@t21/plugin-kit/sandbox'
import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import type { Sandbox } from '../sandbox.ts'
import { networkNamed } from './network-query.ts'
import { Refusal } from './refusal.ts'

const WantedFault = Type.Object(
  {
    network: Type.String(),
    operation: Type.String(),
    fault: Type.String(),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    milliseconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000 })),
    account: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
)
type WantedFault = Static<typeof WantedFault>

/** `/_control/faults`: what the sandbox is told to do wrong. */
export function faultRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.post<{ Body: WantedFault }>(
    '/_control/faults',
    { schema: { body: WantedFault } },
    async (request, reply) => {
      const { network, operation, times = 1, milliseconds = null, account = null } = request.body
      const fault = faultNamed(request.body.fault)
      checkOperation(sandbox, request.body)
      const added = sandbox.faults.add({
        network,
        operation,
        fault,
        times,
        milliseconds,
        account: account === null ? null : account.replace(/^@/, ''),
      })
      return await reply.code(201).send({ data: added })
    },
  )

  app.get('/_control/faults', async () => ({ data: sandbox.faults.list() }))

  app.delete('/_control/faults', async () => {
    sandbox.faults.clear()
    return { data: [] }
  })
}

function faultNamed(name: string): (typeof faultNames)[number] {
  const found = faultNames.find((fault) => fault === name)
  if (found !== undefined) return found
  const message = `There is no fault "${name}". There are: ${faultNames.join(', ')}.`
  throw new Refusal(message, { field: 'fault' })
}

function checkOperation(sandbox: Sandbox, wanted: WantedFault): void {
  const { emulator } = networkNamed(sandbox, wanted.network)
  const operations = [...new Set(emulator.routes.map((route) => route.operation))].sort()
  if (wanted.operation !== '*' && !operations.includes(wanted.operation)) {
    throw new Refusal(
      `"${wanted.network}" has no operation "${wanted.operation}". ` +
        `It has: ${operations.join(', ')}, and * for any.`,
      { field: 'operation' },
    )
  }
  if (wanted.account !== undefined && emulator.account === undefined) {
    throw new Refusal(
      `The emulation of "${wanted.network}" cannot tell whose request it is. Leave the account out.`,
      { field: 'account' },
    )
  }
}
