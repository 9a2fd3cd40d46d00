import type { EmulatorContext, EmulatorRequest, FaultName } from '@t21/plugin-kit/sandbox'
import type { FaultTarget } from '../faults/fault-list.ts'
import { play, playedByHost, type Outcome } from '../faults/play.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Endpoint } from './host-routes.ts'

/** What an endpoint, or the fault in its place, made of a request. */
export interface Result {
  readonly outcome: Outcome
  readonly fault: FaultName | null
}

/**
 * Lets an emulated endpoint handle a request, under the fault that waits for it. An emulation that
 * fails is answered with 500 in the sandbox's own words, so that it is not taken for the network's.
 */
export async function callEndpoint(
  sandbox: Sandbox,
  { network, route }: Endpoint,
  request: EmulatorRequest,
): Promise<Result> {
  const { emulator } = network
  let asked: FaultName | null = null

  const target: FaultTarget = {
    network: emulator.network,
    operation: route.operation,
    account() {
      const account = emulator.account?.(request, network.context)
      return account === undefined ? [] : [account.id, account.username]
    },
  }
  const context: EmulatorContext = {
    ...network.context,
    fault(name) {
      const taken = sandbox.faults.take(new Set([name]), target)
      if (taken !== undefined) asked = name
      return taken !== undefined
    },
  }

  try {
    const fault = sandbox.faults.take(playedByHost, target)
    const outcome = await play(fault, {
      errors: emulator.errors,
      context,
      request,
      handle: async () => await route.handle(request, context),
    })
    return { outcome, fault: fault?.fault ?? asked }
  } catch (error) {
    const { network: name } = emulator
    sandbox.logger.error(
      { network: name, operation: route.operation, error },
      'An emulation failed',
    )
    const message = `The emulation of "${name}" failed in ${route.operation}: ${String(error)}`
    return {
      outcome: { status: 500, json: { error: { code: 'EMULATION_FAILED', message } } },
      fault: asked,
    }
  }
}
